/**
 * Dishes of an order as a press names them: as they were shown, so that one that was made again since is not
 * meant. An earlier page has kept only their places.
 */
import type { NamedDish } from "../../platform/staff-calls";

type Shown = { index: number; remade?: number | undefined };

export function named({ index, remade = 0 }: Shown): NamedDish {
  return { index, remade };
}

export function isNamed(dishes: readonly NamedDish[], { index, remade = 0 }: Shown): boolean {
  return dishes.some((dish) =>
    typeof dish === "number" ? dish === index : dish.index === index && dish.remade === remade,
  );
}
