// The api has no compressor of its own: beside each file of the build goes its compressed form, small once and for all.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** Writes FILE.br and FILE.gz for every file of the build. */
export function compress(): Plugin {
    return {
        name: "compress",
        apply: "build",
        async writeBundle({ dir = "" }) {
            const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
            await Promise.all(files.map((entry) => write(join(entry.parentPath, entry.name))));
        },
    };
}

async function write(path: string): Promise<void> {
    const content = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(`${path}.br`, await promisify(brotliCompress)(content, { params }));
    writeFileSync(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}
