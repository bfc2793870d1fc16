import { createResource, createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Price } from "../../components/Price";
import { Problem } from "../../components/TextField";
import { newCommandKey } from "../../platform/staff-calls";
import { tillCalls, type GoodbyeLink } from "../../platform/till-calls";
import { goodbye as words } from "../../text-till";

const STARS = [1, 2, 3, 4, 5] as const;

/** At the end: the party's receipts, and a word about the visit for whoever likes. */
export const Farewell: Component<{ link: GoodbyeLink }> = (props) => {
  const [answer] = createResource(async () => {
    const now = await tillCalls.goodbye(props.link);
    return now.type === "done" ? now.value : undefined;
  });
  return (
    <Show when={answer()}>
      {(end) => (
        <>
          <Show when={end().receipts.length > 0}>
            <section class="mt-5 rounded-card border bg-raised p-4">
              <h2 class="font-semibold">{words.receipts}</h2>
              <ul class="divide-y">
                <For each={end().receipts}>
                  {(brief) => (
                    <li>
                      <a
                        href={brief.path}
                        class="flex min-h-12 items-center justify-between gap-4 py-2 text-accent underline"
                      >
                        {brief.kind === "refund" ? words.refund(brief.number) : words.receipt(brief.number)}
                        <Price of={brief.total} class="text-ink" />
                      </a>
                    </li>
                  )}
                </For>
              </ul>
            </section>
          </Show>
          <Show when={!end().is_open}>
            <Rating link={props.link} given={end().stars ?? undefined} />
          </Show>
        </>
      )}
    </Show>
  );
};

const Rating: Component<{ link: GoodbyeLink; given: number | undefined }> = (props) => {
  const [stars, setStars] = createSignal(0);
  const [comment, setComment] = createSignal("");
  const [isSent, setIsSent] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal("");
  let key = newCommandKey();
  const change = (work: () => void) => {
    key = newCommandKey();
    setProblem("");
    work();
  };
  const send = async () => {
    setIsBusy(true);
    const answer = await tillCalls.rate(props.link, stars(), comment(), key);
    setIsBusy(false);
    if (answer.type === "done") setIsSent(true);
    else setProblem(answer.type === "refused" ? answer.problem.title : words.failed);
  };
  return (
    <section class="mt-5 rounded-card border bg-raised p-4">
      <div role="status">
        <Show when={isSent() || props.given !== undefined}>
          <p class="font-semibold text-ready">{words.thanks}</p>
        </Show>
      </div>
      <Show when={!isSent() && props.given === undefined}>
        <fieldset>
          <legend class="font-semibold">{words.rateTitle}</legend>
          <p class="text-sm text-ink-soft">{words.rateMore}</p>
          <div class="mt-2 flex justify-between">
            <For each={STARS}>
              {(count) => (
                <label class="relative inline-flex size-12 cursor-pointer items-center justify-center rounded-chip text-3xl focus-within:outline-2 focus-within:outline-accent">
                  <input
                    type="radio"
                    name="stars"
                    class="absolute inset-0 cursor-pointer opacity-0"
                    aria-label={words.stars(count)}
                    checked={stars() === count}
                    onChange={() => change(() => setStars(count))}
                  />
                  <span aria-hidden="true" class={count <= stars() ? "text-accent" : "text-edge"}>
                    {count <= stars() ? "★" : "☆"}
                  </span>
                </label>
              )}
            </For>
          </div>
        </fieldset>
        <Show when={stars() > 0}>
          <label class="mt-3 block">
            <span class="text-sm font-semibold">{words.comment}</span>
            <textarea
              rows="3"
              maxlength="500"
              value={comment()}
              onInput={(event) => {
                const text = event.currentTarget.value;
                change(() => setComment(text));
              }}
              class="mt-1.5 block w-full rounded-card border border-edge bg-raised px-4 py-2.5 text-base"
            />
          </label>
          <Button wide class="mt-3" busy={isBusy()} onClick={() => void send()}>
            {isBusy() ? words.sending : words.send}
          </Button>
          <Problem text={problem()} />
        </Show>
      </Show>
    </section>
  );
};
