// What is chosen on a page stands in the query string of its address, so that a link shares precisely what is seen. What
// has not been chosen is not there: the page has its own idea of that.

import { useEffect, useState } from "preact/hooks";

/** What stands in the address under a name. */
export const chosen = (name: string): string | undefined => new URLSearchParams(location.search).get(name) ?? undefined;

/** An address with other choices, and a fragment if there is one; those that are undefined are left out. */
export function withChoices(address: string, choices: Record<string, string | undefined>, fragment = ""): string {
    const { pathname, searchParams } = new URL(address);
    for (const [name, value] of Object.entries(choices)) {
        if (value === undefined) searchParams.delete(name);
        else searchParams.set(name, value);
    }
    // Slashes and commas are allowed there, and easier to read.
    const search = searchParams.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    return `${pathname}${search && `?${search}`}${fragment}`;
}

/** A choice is a step in the browser's history; what slides or is typed is not. */
export type Step = "push" | "replace";

export function choose(choices: Record<string, string | undefined>, step: Step = "push"): void {
    const address = withChoices(location.href, choices, location.hash);
    if (step === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    for (const listener of listeners) listener();
}

/** Follows a link to other choices on this page, wherever in it was clicked, without loading the page anew. */
export function follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement | SVGAElement>("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(link instanceof SVGAElement ? link.href.baseVal : link.href, location.href);
    history.pushState(null, "", address);
    for (const listener of listeners) listener();
    document.getElementById(address.hash.slice(1))?.scrollIntoView();
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
