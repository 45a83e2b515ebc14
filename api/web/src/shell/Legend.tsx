import { POSITIONS, type PositionWords } from "../words/positions.ts";

/** What the fills and letters of the positions mean. */
export function Legend({ positions = POSITIONS }: { positions?: readonly PositionWords[] }) {
    return (
        <ul class="legend">
            {positions.map(({ code, letter, name, meaning, fill, ink }) => (
                <li key={code}>
                    <svg width="22" height="22" aria-hidden="true">
                        <rect x="1" y="1" width="20" height="20" fill={fill} class="outlined" />
                        <text x="11" y="15.5" text-anchor="middle" fill={ink}>
                            {letter}
                        </text>
                    </svg>
                    <span>
                        <b>{name}</b>: {meaning}
                    </span>
                </li>
            ))}
        </ul>
    );
}
