import "./tokens.css";
import "./base.css";
import "./figure.css";

import { type ComponentType, render } from "preact";
import { Shell } from "./Shell.tsx";

/** Shows a page in the place that its .html keeps for it. */
export function mount(Page: ComponentType): void {
    const place = document.getElementById("page");
    if (!place) throw new Error("the page has no element #page");
    place.replaceChildren();
    render(
        <Shell>
            <Page />
        </Shell>,
        place,
    );
}
