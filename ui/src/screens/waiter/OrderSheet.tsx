import { createResource, createSignal, onCleanup, Show, useContext, type Component } from "solid-js";
import { EVERYONE, type CartDifference, type MenuItem } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { Sheet } from "../../components/Sheet";
import { Problem } from "../../components/TextField";
import { newCommandKey, staffCalls, type Outcome } from "../../platform/staff-calls";
import { servingCalls, type CartAnswer, type LineChange } from "../../platform/serving-calls";
import { waiter as words } from "../../text-waiter";
import { Differences } from "../review/Differences";
import { reasonOf } from "../staff/reason";
import { goToSignIn, isSignedOut } from "../staff/who";
import type { TableSession } from "../floor/tables";
import { CartList } from "./CartList";
import { ChooseDish } from "./ChooseDish";
import { EditLine } from "./EditLine";
import { CartFollowing, createFollower } from "./follow";
import { ForWhom } from "./ForWhom";
import { MenuList } from "./MenuList";
import { NobodyYet } from "./NobodyYet";

type Props = { session: TableSession; onClose: () => void; onPlaced: () => void };

const isSame = (one: CartAnswer, other: CartAnswer | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * A waiter orders in the party's own cart. Every press goes to the hub and brings the cart back, so what
 * is ordered is what stands here; what guests changed meanwhile is shown, not ordered.
 */
export const OrderSheet: Component<Props> = (props) => {
  const isShared = () => props.session.mode === "family";
  const [diner, setDiner] = createSignal(isShared() ? EVERYONE : "");
  const [cart, setCart] = createSignal<CartAnswer>();
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal("");
  const [differences, setDifferences] = createSignal<CartDifference[]>([]);
  const [placed, setPlaced] = createSignal<number>();
  const [chosen, choose] = createSignal<MenuItem>();
  const [editing, edit] = createSignal<string>();
  const [menuAnswer, { refetch }] = createResource(() => staffCalls.menu());
  const menu = () => {
    const there = menuAnswer();
    return there?.type === "done" ? there.value : undefined;
  };
  let key = newCommandKey();

  async function run<T>(call: Promise<Outcome<T>>, onDone: (value: T) => void) {
    if (isBusy()) return;
    setIsBusy(true);
    setProblem("");
    setDifferences([]);
    const answer = await call;
    setIsBusy(false);
    follower.resume();
    if (isSignedOut(answer)) goToSignIn();
    else if (answer.type === "done") onDone(answer.value);
    else if (answer.type === "refused" && answer.problem.code === "cart_changed") {
      setDifferences(answer.problem.differences ?? []);
      void look();
      void refetch();
    } else {
      setProblem(reasonOf(answer));
      // Sold out, or a choice that is gone: the menu is another by now.
      if (answer.type === "refused") void refetch();
    }
  }
  /** The cart is another: the next press orders something else. */
  const took = (next: CartAnswer) => {
    key = newCommandKey();
    setPlaced(undefined);
    setCart(next);
  };
  async function look() {
    if (!diner()) return;
    const answer = await servingCalls.cart(props.session.session, diner());
    if (answer.type === "done") took(answer.value);
  }
  /** What the guests do meanwhile shows by itself; what this waiter has under way comes first. */
  const follower = createFollower(async () => {
    const [whose, was] = [diner(), cart()];
    if (!whose) return "shown";
    const answer = await servingCalls.cart(props.session.session, whose);
    if (answer.type !== "done") return "failed";
    if (isBusy() || diner() !== whose || cart() !== was) return "overtaken";
    if (!isSame(answer.value, was)) took(answer.value);
    return "shown";
  }, isBusy);
  onCleanup(
    useContext(CartFollowing)(props.session.session, (menuRevision) => {
      follower.news();
      if (menuRevision !== undefined && menuRevision !== menu()?.revision) void refetch();
    }),
  );
  const give = (to: string) => {
    setDiner(to);
    void look();
  };
  void look();

  const add = (item: MenuItem, config: { modifiers: string[]; note: string }) => {
    void run(servingCalls.add(props.session.session, diner(), item.id, config, 1), took);
    choose(undefined);
  };
  const press = (item: MenuItem) =>
    item.modifier_groups.length > 0 ? choose(item) : add(item, { modifiers: [], note: "" });
  const resize = (line: string, quantity: number) =>
    void run(
      quantity > 0
        ? servingCalls.resize(props.session.session, diner(), line, quantity)
        : servingCalls.remove(props.session.session, diner(), line),
      took,
    );
  /** The line that is being changed, while it stands in the cart. */
  const edited = () => {
    const line = (cart()?.lines ?? []).find(({ line: id }) => id === editing());
    const item = menu()?.items.find(({ id }) => id === line?.item);
    return line && item ? { line, item } : undefined;
  };
  const save = (line: string, change: LineChange) => {
    edit(undefined);
    void run(servingCalls.change(props.session.session, diner(), line, change), took);
  };
  const place = () => {
    const confirmed = cart()?.confirm;
    if (!confirmed) return;
    void run(servingCalls.place(props.session.session, diner(), confirmed, key), ({ order }) => {
      props.onPlaced();
      void look().then(() => setPlaced(order.number ?? order.order));
    });
  };
  /** Without a phone there is nobody whose own order this could be. Nothing was ordered so either. */
  const isNobodys = () => !isShared() && (props.session.people ?? []).length === 0;
  const together = () =>
    void run(staffCalls.changeMode(props.session.session, "family", newCommandKey()), () => give(EVERYONE));
  const portions = () => (cart()?.lines ?? []).reduce((sum, { units }) => sum + units.length, 0);

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={words.take}
      description={isShared() ? words.lead : isNobodys() ? words.nobodyLead : words.chooseFirst}
      footer={
        <>
          <div aria-live="polite">
            <Show when={placed()}>
              {(number) => <p class="mb-2 font-semibold text-ready">{words.placed(number())}</p>}
            </Show>
            <Show when={differences().length > 0}>
              <p class="mb-2 font-medium">{words.changed}</p>
              <Differences differences={differences()} />
            </Show>
            <Problem text={problem()} />
          </div>
          <Show
            when={portions() > 0 && cart()}
            fallback={
              <Button wide onClick={props.onClose}>
                {words.done}
              </Button>
            }
          >
            {(there) => (
              <Show
                when={there().confirm}
                fallback={<p class="font-medium text-late">{words.notOrderable}</p>}
              >
                <Button kind="primary" size="large" wide class="figures mt-2" busy={isBusy()} onClick={place}>
                  {words.order(portions(), formatMoney(there().total))}
                </Button>
              </Show>
            )}
          </Show>
        </>
      }
    >
      <Show when={isNobodys() && !diner()}>
        <NobodyYet isBusy={isBusy()} onTogether={together} />
      </Show>
      <ForWhom people={props.session.people ?? []} isShared={isShared()} chosen={diner()} onChoose={give} />
      <Show when={diner()}>
        <CartList
          lines={cart()?.lines ?? []}
          people={props.session.people ?? []}
          menu={menu()}
          isBusy={isBusy()}
          onResize={resize}
          onEdit={edit}
        />
        <Show when={menu()} fallback={<p class="py-4 text-ink-soft">{words.loading}</p>}>
          {(there) => <MenuList menu={there()} isBusy={isBusy()} onPress={press} />}
        </Show>
      </Show>
      <Show when={edited()}>
        {(it) => (
          <Show when={menu()}>
            {(there) => (
              <EditLine
                menu={there()}
                item={it().item}
                line={it().line}
                people={props.session.people ?? []}
                isShared={isShared()}
                onSave={(change) => save(it().line.line, change)}
                onClose={() => edit(undefined)}
              />
            )}
          </Show>
        )}
      </Show>
      <Show when={chosen()}>
        {(item) => (
          <Show when={menu()}>
            {(there) => (
              <ChooseDish
                menu={there()}
                item={item()}
                onAdd={(config) => add(item(), config)}
                onClose={() => choose(undefined)}
              />
            )}
          </Show>
        )}
      </Show>
    </Sheet>
  );
};
