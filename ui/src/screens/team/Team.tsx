/** The office's screen for people, devices of the house, and who is signed in where. */
import { createSignal, For, Match, onMount, Show, Switch, type Component } from "solid-js";
import { Chip } from "../../components/Chip";
import { Empty } from "../../components/Empty";
import { Users } from "../../components/icons";
import { teamCalls, type TeamView } from "../../platform/team-calls";
import { pageTitle, staff } from "../../text-staff";
import { team as words } from "../../text-team";
import { NotYours } from "../staff/NotYours";
import { OfficeHead } from "../staff/OfficeHead";
import { createWho, goToSignIn, isSignedOut } from "../staff/who";
import { Devices } from "./Devices";
import { People } from "./People";
import { SignIns } from "./SignIns";

const TABS = ["people", "devices", "signIns"] as const;
type Tab = (typeof TABS)[number];

export default function Team() {
  const who = createWho();
  const [view, setView] = createSignal<TeamView>();
  const [isForbidden, setIsForbidden] = createSignal(false);
  const [tab, setTab] = createSignal<Tab>("people");

  const load = async () => {
    const answer = await teamCalls.team();
    if (isSignedOut(answer)) goToSignIn();
    else if (answer.type === "done") setView(answer.value);
    else if (answer.type === "refused") setIsForbidden(true);
  };
  onMount(() => {
    document.title = pageTitle(words.title);
    void load();
  });
  const changed = () => void load();

  return (
    <main class="min-h-dvh pb-10">
      <OfficeHead title={words.title} who={who()} />
      <Switch
        fallback={
          <Empty icon={<Users size={36} />} title={staff.looking}>
            {staff.lookingMore}
          </Empty>
        }
      >
        <Match when={isForbidden()}>
          <NotYours />
        </Match>
        <Match when={view()}>
          {(view) => (
            <div class="mx-auto w-full max-w-3xl px-4">
              <Tabs tab={tab()} onChoose={setTab} />
              <Show when={tab() === "people"}>
                <People people={view().people} asRole={who()?.role} onChanged={changed} />
              </Show>
              <Show when={tab() === "devices"}>
                <Devices devices={view().devices} onChanged={changed} />
              </Show>
              <Show when={tab() === "signIns"}>
                <SignIns signIns={view().sign_ins} onChanged={changed} />
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </main>
  );
}

const Tabs: Component<{ tab: Tab; onChoose: (tab: Tab) => void }> = (props) => (
  <nav aria-label={words.title} class="flex flex-wrap gap-2 py-4">
    <For each={TABS}>
      {(tab) => (
        <Chip pressed={props.tab === tab} onClick={() => props.onChoose(tab)}>
          {words[tab]}
        </Chip>
      )}
    </For>
  </nav>
);
