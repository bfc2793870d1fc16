/** Every text of ordering together where everyone has a cart of their own. */

export const together = {
  place: "Ready: order with the others",
  title: "You are ready",
  lead: (number: number) => `Order ${number}. It goes to the kitchen with those of the others.`,
  round: "Waits for the others",
  more: "Everything goes to the kitchen at once, as soon as all are ready. You can still take dishes back.",
  ready: "Ready",
  notYet: "Still choosing",
  send: (ready: number, all: number) => `Send now: ${ready} of ${all} are ready`,
  sending: "Sending",
  status: "Waits",
  failed: (why: string) => `It was not sent. ${why}`,
  onTile: (n: number) => (n === 1 ? "An order waits for the others" : `${n} orders wait for each other`),
  forTable: "Guests here order together. What is ready goes to the kitchen once all are, or now.",
  sendForTable: "Send what is ready",
};
