import { type GraphiQLPlugin, MarkdownContent, UnStyledButton, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import examples from "virtual:cookbook";
import { isNarrow } from "./screen.ts";

/** The questions of the cookbook. */
export const examplesPlugin: GraphiQLPlugin = { title: "Examples", icon: Icon, content: Panel };

function Panel() {
    const { addTab, changeTab, setVisiblePlugin } = useGraphiQLActions();
    const tabs = useGraphiQL((state) => state.tabs);
    const shown = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query);
    const editor = useGraphiQL((state) => state.queryEditor);

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
            <ul>
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
