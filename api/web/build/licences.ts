// The built pages hold the code of many packages and are handed on with the api, under MIT. Vite writes down their
// licences; only permissive ones may be among them, as for crates (deny.toml).

import type { Plugin } from "vite";

/** A licence is added here when a package needs it. */
const ALLOWED = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

/** Packages hold these without saying so where a program could read it. */
const FONTS = `
## Fonts

- Codicons, by Microsoft, in monaco-editor (CC-BY-4.0)
- Fira Code, by Nikita Prokopov and others, in @graphiql/react (OFL-1.1)
- Roboto, by Christian Robertson, in @graphiql/react (Apache-2.0)
`;

/** Fails when a package of the build has another licence, and adds the fonts to the file in which Vite lists them. */
export function licences(fileName: string): Plugin {
    return {
        name: "licences",
        apply: "build",
        generateBundle: {
            order: "post",
            handler(_, bundle) {
                const list = bundle[fileName];
                if (list?.type !== "asset") this.error(`Vite did not write ${fileName}`);
                const text = list.source.toString();
                const packages = [...text.matchAll(/^## (.+) - (\S+) \((.+)\)$/gm)];
                if (packages.length === 0) this.error(`${fileName} lists no package as "## name - version (licence)"`);
                const others = packages.filter(([, , , licence = ""]) => !ALLOWED.has(licence));
                if (others.length > 0) {
                    this.error(`No permissive licence that build/licences.ts knows: ${others.map(([line]) => line)}`);
                }
                list.source = text + FONTS;
            },
        },
    };
}
