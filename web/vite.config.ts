// How the web part is built: one small first script, pages loaded when they are opened.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.QUANLIAN_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", assetsDir: "assets", sourcemap: false, chunkSizeWarningLimit: 700 },
  server: { host: "127.0.0.1", port: 5173, proxy: { "/api": server } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
