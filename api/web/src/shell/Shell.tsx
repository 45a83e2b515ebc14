import type { ComponentChildren } from "preact";
import { momentInWords } from "../words/days.ts";
import { useAnswer } from "../service/useAnswer.ts";
import { isOpen, PAGES } from "./pages.ts";
import { Patterns } from "./Patterns.tsx";

/** What stands around every page. */
export function Shell({ children }: { children: ComponentChildren }) {
    return (
        <>
            <a class="skip" href="#main">
                Skip to the content
            </a>
            <Patterns />
            <header class="header">
                <div class="frame">
                    <a class="brand" href="./">
                        Co-commissioning facts
                    </a>
                    <nav aria-label="Pages">
                        <ul>
                            {PAGES.map(({ address, name }) => (
                                <li key={address}>
                                    <a href={address} aria-current={isOpen(address) ? "page" : undefined}>
                                        {name}
                                    </a>
                                </li>
                            ))}
                        </ul>
                    </nav>
                </div>
            </header>
            <main id="main" class="frame" tabIndex={-1}>
                {children}
            </main>
            <Footer />
        </>
    );
}

const EDITION = { query: "query Edition {\n  dataVersion\n  lastImportAt\n}" };

function Footer() {
    const { answer, failure } = useAnswer<{ dataVersion: number | null; lastImportAt: string | null }>(EDITION);
    const { dataVersion, lastImportAt } = answer?.data ?? {};
    return (
        <footer class="footer">
            <div class="frame">
                <p>
                    {lastImportAt &&
                        `Version ${dataVersion} of the data, last imported on ${momentInWords(lastImportAt)}. `}
                    {answer && !lastImportAt && "Nothing has been imported yet. "}
                    {failure && `Which data this is cannot be said: ${failure} `}
                </p>
                <p>
                    {ATTRIBUTION} The pages are made of <a href="licences">the work of many, each under its licence</a>.
                </p>
            </div>
        </footer>
    );
}

/** Whoever passes the data on must keep this statement. */
export const ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0.";
