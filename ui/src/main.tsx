/**
 * Where every page begins: looks at the path, and loads the one screen that belongs to it. What a
 * guest needs is fetched at once and side by side: the menu, the screens, the wasm.
 */
import { ErrorBoundary, lazy, type Component } from "solid-js";
import { render } from "solid-js/web";
import { beginWasm } from "./bridge/early";
import { Stuck } from "./components/Stuck";
import { beginMenu } from "./platform/menu";
import { keepPage } from "./platform/offline";

type Load = () => Promise<{ default: Component }>;
type Route = { path: RegExp; load: Load; theme?: "dark" };

const routes: Route[] = [
  { path: /^\/t\/[a-z0-9-]{1,32}\/?$/, load: beginGuest },
  { path: /^\/kitchen\/?$/, load: () => import("./screens/kitchen/Kitchen"), theme: "dark" },
  { path: /^\/floor\/?$/, load: () => import("./screens/floor/Floor") },
  { path: /^\/staff\/?$/, load: () => import("./screens/staff/SignIn") },
  { path: /^\/setup\/?$/, load: () => import("./screens/setup/Setup") },
  { path: /^\/account\/?$/, load: () => import("./screens/account/Account") },
  { path: /^\/team\/?$/, load: () => import("./screens/team/Team") },
  { path: /^\/audit\/?$/, load: () => import("./screens/audit/Audit") },
  { path: /^\/till\/?$/, load: () => import("./screens/till/Till") },
  { path: /^\/receipt\/[a-z2-7]{10}\/[0-9a-f]{32}\/?$/, load: () => import("./screens/receipt/Receipt") },
  { path: /^\/trust\/?$/, load: () => import("./screens/trust/Trust") },
  { path: /^\/bill(\/[a-z2-7]{10})?\/?$/, load: () => import("./screens/checkout/Checkout") },
];

const home: Route = { path: /^/, load: () => import("./screens/home/Home") };

const route = routes.find(({ path }) => path.test(location.pathname)) ?? home;
if (route.theme) document.documentElement.dataset["theme"] = route.theme;
nameThemeColour();
keepPage();

const root = document.getElementById("root");
if (root) {
  const Screen = lazy(route.load);
  render(
    () => (
      <ErrorBoundary fallback={(error: unknown) => <Stuck error={error} />}>
        <Screen />
      </ErrorBoundary>
    ),
    root,
  );
}

/** The menu and the wasm are on their way before the screens are. */
function beginGuest() {
  beginMenu();
  beginWasm();
  return import("./screens/guest/Guest");
}

/** The browser's own bars take the colour of the paper, whichever theme is on. */
function nameThemeColour() {
  const meta = document.createElement("meta");
  meta.name = "theme-color";
  const update = () => {
    meta.content = getComputedStyle(document.documentElement).backgroundColor;
  };
  update();
  document.head.append(meta);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", update);
}
