import { createSignal, Show, type Component, type JSX } from "solid-js";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { Receipt } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { keepChoice } from "../../platform/staff-storage";
import type { StaffAnswer } from "../../platform/staff-calls";
import { roles, staff } from "../../text-staff";
import { checkout } from "../../text-bill";
import { account, audit, team } from "../../text-team";
import { till } from "../../text-till";
import {
  ChefHat,
  HandPlatter,
  KeyRound,
  LogOut,
  Moon,
  ScrollText,
  Sun,
  User,
  UserCog,
  Wallet,
} from "./icons";
import { LinkButton } from "./LinkButton";
import { isOffice, signOut } from "./who";

type Props = {
  who: StaffAnswer | undefined;
  /** The kitchen may stay dark while the device is light, and the other way round. */
  canSwitchTheme?: boolean;
  /** What else can be chosen for this device. */
  children?: JSX.Element;
};

/** Who is signed in, the other screens, and the way out. */
export const StaffMenu: Component<Props> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const [isLeaving, setIsLeaving] = createSignal(false);
  const [problem, setProblem] = createSignal("");

  const leave = async () => {
    setIsLeaving(true);
    if (!(await signOut())) setProblem(staff.signOutOffline);
    setIsLeaving(false);
  };

  return (
    <>
      <button
        type="button"
        aria-label={staff.account}
        onClick={() => setIsOpen(true)}
        class={`inline-flex shrink-0 items-center justify-center rounded-chip border border-edge transition-colors hover:bg-sunken ${props.canSwitchTheme ? "size-15 max-sm:w-11" : "size-12"}`}
      >
        <User size="1.5em" />
      </button>
      <Show when={isOpen()}>
        <Sheet
          open
          onClose={() => setIsOpen(false)}
          title={props.who?.name ?? staff.account}
          description={props.who && roles[props.who.role]}
        >
          <div class="grid gap-2">
            <LinkButton href="/kitchen" current={isAt("/kitchen")}>
              <ChefHat size={20} /> {staff.kitchen}
            </LinkButton>
            <Show when={props.who?.role !== "kitchen"}>
              <LinkButton href="/floor" current={isAt("/floor")}>
                <HandPlatter size={20} /> {staff.floor}
              </LinkButton>
              <LinkButton href="/bill" current={isAt("/bill")}>
                <Receipt size={20} /> {checkout.title}
              </LinkButton>
            </Show>
            <Show when={props.who && ["owner", "manager", "cashier"].includes(props.who.role)}>
              <LinkButton href="/till" current={isAt("/till")}>
                <Wallet size={20} /> {till.title}
              </LinkButton>
            </Show>
            <Show when={isOffice(props.who)}>
              <LinkButton href="/team" current={isAt("/team")}>
                <UserCog size={20} /> {team.title}
              </LinkButton>
              <LinkButton href="/audit" current={isAt("/audit")}>
                <ScrollText size={20} /> {audit.title}
              </LinkButton>
            </Show>
            <LinkButton href="/account" current={isAt("/account")}>
              <KeyRound size={20} /> {account.title}
            </LinkButton>
            <Show when={props.canSwitchTheme}>
              <ThemeSwitch />
            </Show>
            {props.children}
            <Button kind="danger" busy={isLeaving()} onClick={() => void leave()}>
              <LogOut size={20} /> {props.who?.device ? staff.switchPerson : staff.signOut}
            </Button>
            <Problem text={problem()} />
          </div>
        </Sheet>
      </Show>
    </>
  );
};

function isAt(path: string): boolean {
  return location.pathname.startsWith(path);
}

const ThemeSwitch: Component = () => {
  const page = document.documentElement;
  const [isDark, setIsDark] = createSignal(page.dataset["theme"] !== "light");
  const turn = () => {
    const theme = isDark() ? "light" : "dark";
    page.dataset["theme"] = theme;
    keepChoice("theme", theme);
    setIsDark(theme === "dark");
  };
  return (
    <Button onClick={turn}>
      <Show when={isDark()} fallback={<Moon size={20} />}>
        <Sun size={20} />
      </Show>
      {isDark() ? staff.light : staff.dark}
    </Button>
  );
};
