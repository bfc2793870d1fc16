/** Shakes a phone, lengths in ms with pauses between. Not every browser has it, and none does before the first touch. */
export function buzz(pattern: readonly number[]) {
  if ("vibrate" in navigator) navigator.vibrate([...pattern]);
}
