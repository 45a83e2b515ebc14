/** @jsxImportSource react */

import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { type TabsState, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { useEffect } from "react";
import examples from "virtual:cookbook";
import * as address from "./address.ts";
import { examplesPlugin } from "./examples.tsx";
import { isNarrow } from "./screen.ts";

const fetcher = createGraphiQLFetcher({
    url: new URL("graphql", document.baseURI).href,
    // The api answers in one piece.
    enableIncrementalDelivery: false,
});
const plugins = [examplesPlugin, HISTORY_PLUGIN, explorerPlugin()];
const shared = address.read(location);
const first = examples.filter(({ isFirst, query }) => isFirst && query !== shared?.query);
const tabs = first.map(({ query }) => ({ query }));

export function Page() {
    return (
        <GraphiQL
            fetcher={fetcher}
            plugins={plugins}
            {...(isNarrow() ? {} : { visiblePlugin: examplesPlugin })}
            defaultTabs={shared ? [shared, ...tabs] : tabs}
            initialQuery={shared?.query}
            initialVariables={shared?.variables}
            onTabChange={share}
        >
            <GraphiQL.Logo>Co-commissioning facts</GraphiQL.Logo>
            <Editor />
        </GraphiQL>
    );
}

function share({ tabs, activeTabIndex }: TabsState): void {
    const { query, variables, operationName } = tabs[activeTabIndex] ?? {};
    address.write({ query: query ?? "", variables: variables ?? "", operationName: operationName ?? "" });
}

/** What GraphiQL has no property for. */
function Editor() {
    const { setOperationName } = useGraphiQLActions();
    const editor = useGraphiQL((state) => state.queryEditor);
    const operations = useGraphiQL((state) => state.operations);

    // The query has half of the screen at most.
    useEffect(() => {
        editor?.updateOptions({ wordWrap: "on" });
    }, [editor]);

    // An example opens behind the tabs that have room.
    const tab = useGraphiQL(({ tabs, activeTabIndex }) => `${activeTabIndex} ${tabs[activeTabIndex]?.title}`);
    useEffect(() => {
        document.querySelector(".graphiql-tab-active")?.scrollIntoView();
    }, [tab]);

    // All panels stand in one frame, where the next one would begin as far down as the last one was read.
    const panel = useGraphiQL(({ visiblePlugin }) => visiblePlugin?.title);
    useEffect(() => {
        document.querySelector(".graphiql-plugin")?.scrollTo(0, 0);
    }, [panel]);

    // Of several operations the one at the cursor is run.
    const isRead = operations !== undefined;
    useEffect(() => {
        const chosen = operations?.find(({ name }) => name && name.value === shared?.operationName);
        const position = chosen?.loc && editor?.getModel()?.getPositionAt(chosen.loc.start);
        if (!chosen?.name || !position) return;
        editor?.setPosition(position);
        setOperationName(chosen.name.value);
        // Once: later the user chooses.
    }, [editor, isRead]);
    return null;
}
