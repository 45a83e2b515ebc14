// What a published total counts is told by the shape of its mark: round for CCGs that were live, square for CCGs that were
// approved, and half of each where the same number was published of both.

import type { Stage } from "../words/terms.ts";

/** A symbol as Plot takes it. */
interface PlotSymbol {
    draw: (context: CanvasPath, size: number) => void;
}

const ROUND: PlotSymbol = { draw: (context, size) => context.arc(0, 0, radiusOf(size), 0, 2 * Math.PI) };

const SQUARE: PlotSymbol = {
    draw(context, size) {
        const radius = radiusOf(size);
        context.rect(-radius, -radius, 2 * radius, 2 * radius);
    },
};

const HALF_ROUND: PlotSymbol = {
    draw(context, size) {
        const radius = radiusOf(size);
        context.moveTo(-radius, -radius);
        context.arc(0, 0, radius, -Math.PI / 2, Math.PI / 2);
        context.lineTo(-radius, radius);
        context.closePath();
    },
};

export function shapeOf(stages: readonly Stage[]): PlotSymbol {
    if (!stages.includes("APPROVED")) return ROUND;
    return stages.includes("LIVE") ? HALF_ROUND : SQUARE;
}

/** Plot gives the area that a circle would have. */
const radiusOf = (size: number): number => Math.sqrt(size / Math.PI);

/** What the shapes mean, as wide and as tall as 16. */
const KEY = [
    { path: "M0 0h16v16h-16z", meaning: "approved" },
    { path: "M0 8a8 8 0 0 1 16 0a8 8 0 0 1 -16 0z", meaning: "live" },
    { path: "M0 0h8a8 8 0 0 1 0 16h-8z", meaning: "both, by the same number" },
];

export function ShapeKey() {
    return (
        <p class="shapes">
            Published totals of CCGs:
            {KEY.map(({ path, meaning }) => (
                <span key={meaning}>
                    <svg width="18" height="18" viewBox="-1 -1 18 18" aria-hidden="true">
                        <path d={path} />
                    </svg>
                    {meaning}
                </span>
            ))}
        </p>
    );
}
