/** Tables that this phone has joined and not left: the way back for a guest who lost the QR code. */
const LOGIN = "plato.login.";

export function tablesOfThisPhone(): string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(LOGIN))
      .map((name) => name.slice(LOGIN.length))
      .filter((table) => /^[a-z0-9-]{1,32}$/.test(table));
  } catch {
    return [];
  }
}
