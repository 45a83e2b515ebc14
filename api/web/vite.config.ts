import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compress } from "./build/compress.ts";
import { cookbook } from "./build/cookbook.ts";
import { licences } from "./build/licences.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** As the api serves it. */
const LICENCES = "licences.txt";

export default defineConfig({
    // Addresses are relative to the page, so that the service can stand below any path of a proxy.
    base: "./",
    plugins: [cookbook(here("../../docs/queries.md")), licences(LICENCES), compress()],
    worker: { format: "es" },
    build: {
        outDir: "dist",
        emptyOutDir: true,
        // Browsers that know the syntax of what is built know this too.
        modulePreload: { polyfill: false },
        license: { fileName: LICENCES },
        // Monaco is what it is, and comes from the machine beside the data.
        chunkSizeWarningLimit: 4000,
        rolldownOptions: {
            input: ["index.html", "ccgs.html", "ccg.html", "figures.html", "coverage.html", "graphiql.html"].map(here),
            // For the authors of libraries and of plugins: nothing that could be mended here.
            checks: { moduleLevelDirective: false, bundlerTimings: false },
        },
    },
    // Vite's server prepares packages for the browser: not those that import by its own syntax (`?worker`), but those
    // that only workers import, where it does not look.
    optimizeDeps: {
        exclude: ["graphiql/setup-workers/vite", "@graphiql/react/setup-workers/vite"],
        include: ["graphql", "monaco-graphql > graphql-language-service", "monaco-graphql > picomatch-browser"],
    },
    // `npm run dev` shows the pages as they are written, over an api that runs beside.
    server: { proxy: { "^/(graphql|q)\\b": process.env.API ?? "http://127.0.0.1:8000" } },
});
