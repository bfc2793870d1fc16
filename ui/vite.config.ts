import tailwind from "@tailwindcss/vite";
import solid from "vite-plugin-solid";
import { loadEnv, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

const WORKER = "service-worker";

export default defineConfig(({ mode }) => ({
  plugins: [tailwind(), solid(), serviceWorker()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The hub's content policy allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "index.html", [WORKER]: "worker/worker.ts" },
      output: {
        // A worker has the same address for good, and serves what lies below it.
        entryFileNames: ({ name }) => (name === WORKER ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: hubUrl(mode), ws: true },
    },
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
  },
}));

/** Where the hub is while the screens are worked on. */
function hubUrl(mode: string): string {
  return loadEnv(mode, ".", "PLATO_")["PLATO_HUB"] ?? "http://127.0.0.1:7878";
}

/** What every page needs at once or soon: all but letters that few menus have. */
const NEEDED = /\.(js|css|wasm|svg)$|-latin-(?!ext).*\.woff2$/;

/** Tells the service worker what a page is made of. Any change of it makes another worker. */
function serviceWorker(): Plugin {
  return {
    name: "plato-service-worker",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const worker = bundle[`${WORKER}.js`];
        const page = bundle["index.html"];
        if (worker?.type !== "chunk" || page?.type !== "asset") this.error("there is no worker or no page");
        const files = Object.keys(bundle).filter((name) => name.startsWith("assets/") && NEEDED.test(name));
        const addresses = files.toSorted().map((name) => `/${name}`);
        const build = await digest([page.source.toString(), ...addresses, worker.code].join("\n"));
        const facts = { PLATO_BUILD: build.slice(0, 12), PLATO_FILES: addresses };
        const lines = Object.entries(facts).map(([name, fact]) => `const ${name}=${JSON.stringify(fact)};\n`);
        worker.code = lines.join("") + worker.code;
      },
    },
  };
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
