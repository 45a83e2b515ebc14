/** @jsxImportSource react */

import { type GraphiQLPlugin, MarkdownContent, UnStyledButton, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useRef } from "react";
import examples from "virtual:cookbook";
import { useSaved } from "./saved.ts";
import { isNarrow } from "./screen.ts";

/** As what a query with a name can be fetched without GraphQL. */
const FORMATS = ["csv", "xlsx", "json", "ndjson"];

/** The questions of the cookbook, and the queries with a name. */
export const examplesPlugin: GraphiQLPlugin = { title: "Examples", icon: Icon, content: Panel };

function Panel() {
    const { addTab, changeTab, setVisiblePlugin } = useGraphiQLActions();
    const tabs = useGraphiQL((state) => state.tabs);
    const shown = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query);
    const editor = useGraphiQL((state) => state.queryEditor);
    const saved = useSaved();
    const tables = useRef<HTMLHeadingElement>(null);

    function open(query: string): void {
        const known = tabs.findIndex((tab) => tab.query === query);
        if (known >= 0) {
            changeTab(known);
        } else {
            addTab();
            editor?.setValue(query);
        }
        // There the panel covers what it has opened.
        if (isNarrow()) setVisiblePlugin(null);
    }

    return (
        <section className="examples" aria-label="Examples">
            <h2 className="graphiql-doc-explorer-title">Examples</h2>
            {/* No link: what stands behind the # of the address is the query. */}
            <UnStyledButton type="button" className="jump" onClick={() => tables.current?.scrollIntoView()}>
                Tables for reports, at the end
            </UnStyledButton>
            <ul aria-label="Questions">
                {examples.map(({ question, notes, query }) => (
                    <li key={question}>
                        <UnStyledButton type="button" aria-current={query === shown} onClick={() => open(query)}>
                            {question}
                        </UnStyledButton>
                        {notes && (
                            <MarkdownContent type="description" className="notes">
                                {notes}
                            </MarkdownContent>
                        )}
                    </li>
                ))}
            </ul>
            <h3 className="graphiql-doc-explorer-section-title" ref={tables}>Tables for reports</h3>
            <ul aria-label="Tables for reports">
                {saved.map(({ name, title, description, document }) => (
                    <li key={name}>
                        <UnStyledButton type="button" aria-current={document === shown} onClick={() => open(document)}>
                            {title}
                        </UnStyledButton>
                        <p className="notes">{description}</p>
                        <p className="notes addresses">
                            {FORMATS.map((format) => (
                                <a key={format} href={`q/${name}.${format}`}>
                                    {format}
                                </a>
                            ))}
                        </p>
                    </li>
                ))}
            </ul>
            <footer>
                <a href="licences">Licences of what this page is made of</a>
            </footer>
        </section>
    );
}

function Icon() {
    return (
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
            <path d="M9 18h6m-5 3h4M9 18c0-3-3-4-3-8.5a6 6 0 0 1 12 0c0 4.5-3 5.5-3 8.5" />
        </svg>
    );
}
