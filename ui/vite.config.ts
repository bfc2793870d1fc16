import tailwind from "@tailwindcss/vite";
import solid from "vite-plugin-solid";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  plugins: [tailwind(), solid()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // The hub's content policy allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
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
