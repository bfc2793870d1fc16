import { onMount } from "solid-js";
import { common } from "../text";
import { Button } from "./Button";
import { Empty } from "./Empty";
import { RotateCcw } from "./icons";

/** When a page could not be loaded or drawn: says so, and opens it anew. */
export function Stuck(props: { error: unknown }) {
  onMount(() => reportError(props.error));
  return (
    <main>
      <Empty
        isPage
        icon={<RotateCcw size={30} />}
        title={common.stuckTitle}
        action={
          <Button kind="primary" size="large" wide onClick={() => location.reload()}>
            {common.openAnew}
          </Button>
        }
      >
        {common.stuck}
      </Empty>
    </main>
  );
}
