import { useEffect } from "preact/hooks";
import { useWidth } from "./useWidth.ts";

interface ChartProperties {
    /** Says what the picture shows, for those who do not see it. */
    label: string;
    /** Draws the picture as wide as there is room. */
    draw: (width: number) => SVGSVGElement;
    /** What the picture follows from: it is drawn anew when something of this has changed. */
    from: unknown[];
    onClick?: (event: MouseEvent) => void;
}

/** A picture by Observable Plot. */
export function Chart({ label, draw, from, onClick }: ChartProperties) {
    const [place, width] = useWidth<HTMLDivElement>();
    useEffect(() => {
        const element = place.current;
        if (width === 0 || !element) return;
        const picture = draw(width);
        // The policy of the page takes no styles but those of its sheets: figure.css has these.
        picture.querySelector("style")?.remove();
        picture.setAttribute("role", "group");
        picture.setAttribute("aria-label", label);
        nameLinks(picture);
        // Plot names its layers by what they are made of, as "dot", which tells whoever listens nothing.
        for (const layer of picture.querySelectorAll("g[aria-label]")) layer.removeAttribute("aria-label");
        const focused = element.contains(document.activeElement) && document.activeElement?.getAttribute("aria-label");
        element.replaceChildren(picture);
        // Whoever has chosen something by a key goes on from there.
        if (focused) picture.querySelector<SVGAElement>(`a[aria-label="${CSS.escape(focused)}"]`)?.focus();
    }, [width, label, ...from]);
    return <div class="chart" ref={place} onClick={onClick} />;
}

/** Plot names the shape within a link; whoever moves from link to link hears the link's own name. */
function nameLinks(picture: SVGSVGElement): void {
    for (const link of picture.querySelectorAll("a")) {
        const shape = link.querySelector("[aria-label]");
        const name = shape?.getAttribute("aria-label");
        if (!name) continue;
        link.setAttribute("aria-label", name);
        shape?.removeAttribute("aria-label");
    }
}
