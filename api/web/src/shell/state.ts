// What is chosen on a page stands in the query string of its address, so that a link shares precisely what is seen. What
// has not been chosen is not there: the page has its own idea of that.

import { useEffect, useState } from "preact/hooks";

/** What stands in the address under a name. */
export const chosen = (name: string): string | undefined => new URLSearchParams(location.search).get(name) ?? undefined;

/** The address of this page with other choices; those that are undefined are left out. */
export function withChoices(choices: Record<string, string | undefined>, fragment = location.hash): string {
    const held = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(choices)) {
        if (value === undefined) held.delete(name);
        else held.set(name, value);
    }
    // Slashes and commas are allowed there, and easier to read.
    const search = held.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    return `${location.pathname}${search && `?${search}`}${fragment}`;
}

/** A choice is a step in the browser's history; what slides or is typed is not. */
export type Step = "push" | "replace";

export function choose(choices: Record<string, string | undefined>, step: Step = "push"): void {
    const address = withChoices(choices);
    if (step === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    for (const listener of listeners) listener();
}

/** Chooses what a link says, and shows the element that it leads to, without loading the page anew. */
export function follow(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { href, hash } = event.currentTarget as HTMLAnchorElement;
    history.pushState(null, "", href);
    for (const listener of listeners) listener();
    document.getElementById(hash.slice(1))?.scrollIntoView();
}

/** One choice and the way to change it, kept in the address under its name. */
export function useChoice(
    name: string,
    step: Step = "push",
): [value: string | undefined, change: (value: string | undefined) => void] {
    const [value, setValue] = useState(() => chosen(name));
    useEffect(() => listen(() => setValue(chosen(name))), [name]);
    return [value, (value) => choose({ [name]: value }, step)];
}

/** The address of the page with all that is chosen, whoever changes it. */
export function useAddress(): string {
    const [address, setAddress] = useState(() => location.href);
    useEffect(() => listen(() => setAddress(location.href)), []);
    return address;
}

const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
    listeners.add(listener);
    addEventListener("popstate", listener);
    return () => {
        listeners.delete(listener);
        removeEventListener("popstate", listener);
    };
}
