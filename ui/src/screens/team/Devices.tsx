import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { teamCalls, type DeviceCode, type DeviceView } from "../../platform/team-calls";
import { team as words } from "../../text-team";
import { createCommand } from "../floor/command";
import { dayTimeText } from "../staff/clock";
import { Tablet } from "../staff/icons";
import { createProven } from "../staff/proven";
import { StepUp } from "../staff/StepUp";

type Props = { devices: DeviceView[]; onChanged: () => void };

/** The devices of the house, and the code that adds one. */
export const Devices: Component<Props> = (props) => {
  const [name, setName] = createSignal("");
  const [code, setCode] = createSignal<DeviceCode>();
  const issue = createProven({
    send: (key) => teamCalls.deviceCode(name(), key),
    onDone: setCode,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    issue.run();
  };

  return (
    <>
      <Show
        when={props.devices.length > 0}
        fallback={
          <Empty icon={<Tablet size={36} />} title={words.noDevices}>
            {words.noDevicesMore}
          </Empty>
        }
      >
        <ul class="divide-y rounded-card border bg-raised">
          <For each={props.devices}>
            {(device) => <Row device={device} onChanged={() => props.onChanged()} />}
          </For>
        </ul>
      </Show>
      <form class="mt-6 grid gap-3" novalidate onSubmit={submit}>
        <TextField
          label={words.deviceName}
          hint={words.deviceHint}
          name="device"
          autocomplete="off"
          maxLength={32}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" kind="primary" busy={issue.isBusy()}>
            {words.makeCode}
          </Button>
          <Problem text={issue.problem()} />
        </div>
      </form>
      <Show when={issue.isProving()}>
        <StepUp onDone={issue.proved} onClose={issue.giveUp} />
      </Show>
      <Show when={code()}>
        {(code) => (
          <Sheet
            open
            isText
            onClose={() => {
              setCode(undefined);
              setName("");
              props.onChanged();
            }}
            title={words.codeTitle(name())}
            description={words.codeMore}
          >
            <p class="figures rounded-card border-2 border-dashed border-accent bg-accent-soft py-6 text-center text-3xl font-bold tracking-wide whitespace-nowrap text-accent sm:text-4xl select-all">
              {code().code}
            </p>
          </Sheet>
        )}
      </Show>
    </>
  );
};

const Row: Component<{ device: DeviceView; onChanged: () => void }> = (props) => {
  const revoke = createCommand({
    send: (key) => teamCalls.revokeDevice(props.device.device, key),
    onDone: () => props.onChanged(),
  });
  return (
    <li class="flex flex-wrap items-center gap-3 px-4 py-2">
      <span class="min-w-0 flex-1">
        <span class="block font-semibold break-words">{props.device.name}</span>
        <span class="block text-sm text-ink-soft">{words.since(dayTimeText(props.device.since_ms))}</span>
      </span>
      <Button
        size="small"
        kind="danger"
        aria-label={words.revokeDevice(props.device.name)}
        busy={revoke.isBusy()}
        onClick={revoke.run}
      >
        {words.removeDevice}
      </Button>
      <Problem text={revoke.problem()} />
    </li>
  );
};
