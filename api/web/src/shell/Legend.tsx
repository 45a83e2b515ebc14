import { share } from "../words/numbers.ts";
import { POSITIONS, type PositionCode } from "../words/positions.ts";

interface LegendProperties {
    /** How many have which position. */
    counts?: Map<PositionCode, number>;
    /** How many there are in all. */
    of?: number;
}

/** What the fills and letters of the positions mean. */
export function Legend({ counts, of = 0 }: LegendProperties) {
    return (
        <ul class="legend">
            {POSITIONS.map(({ code, letter, name, meaning, fill, ink }) => (
                <li key={code}>
                    <svg width="22" height="22" aria-hidden="true">
                        <rect x="1" y="1" width="20" height="20" fill={fill} class="outlined" />
                        <text x="11" y="15.5" text-anchor="middle" fill={ink}>
                            {letter}
                        </text>
                    </svg>
                    <span>
                        <b>{name}</b>
                        {counts ? `: ${share(counts.get(code) ?? 0, of)}` : `: ${meaning}`}
                    </span>
                </li>
            ))}
        </ul>
    );
}
