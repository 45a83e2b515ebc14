import type { PositionWords } from "../words/positions.ts";

/** The letter of a position upon its fill. What it is called stands beside it. */
export function Swatch({ position: { letter, fill, ink } }: { position: PositionWords }) {
    return (
        <svg class="swatch" width="22" height="22" aria-hidden="true">
            <rect x="1" y="1" width="20" height="20" fill={fill} class="outlined" />
            <text x="11" y="15.5" text-anchor="middle" fill={ink}>
                {letter}
            </text>
        </svg>
    );
}
