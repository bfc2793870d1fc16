/** Says aloud what changes by itself: dishes that come along, the connection, the cart of others. */
import { createEffect, on } from "solid-js";
import { connection, dishStatus, orders } from "../../text";
import { useGuest } from "./context";

export function createHappenings(): void {
  const { guest, places, announce } = useGuest();
  const { view } = guest;

  createEffect(
    on(
      () => view.stage.type,
      (stage) => {
        if (stage === "seated" && places.place().screen === "join") places.go("menu");
        if (stage === "join" && places.place().screen !== "menu") places.go("join");
      },
      { defer: true },
    ),
  );

  const statuses = () =>
    view.orders.flatMap(({ order, lines }) =>
      lines.map(({ index, name, status }) => ({ key: `${order}/${index}`, name, status })),
    );
  createEffect(
    on(statuses, (now, before) => {
      const known = new Map(before?.map(({ key, status }) => [key, status]));
      const moved = now.find(({ key, status }) => known.has(key) && known.get(key) !== status);
      if (moved) announce(orders.announce(moved.name, dishStatus[moved.status]));
    }),
  );

  createEffect(
    on(
      () => view.connection.type,
      (now, before) => {
        if (now === "live" && before === "away") announce(connection.back);
        if (now === "away") announce(connection.gone);
      },
    ),
  );
}
