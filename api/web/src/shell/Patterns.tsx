/** Fills that are told apart without colour. Shapes on all of a page refer to them as url(#name). */
export function Patterns() {
    return (
        <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="unknown-ground" width="6" height="6" />
                    <rect class="unknown-line" width="1.5" height="6" />
                </pattern>
                <pattern id="conflict" width="5" height="5" patternUnits="userSpaceOnUse">
                    <rect class="conflict-ground" width="5" height="5" />
                    <rect class="conflict-line" width="5" height="1.5" />
                </pattern>
            </defs>
        </svg>
    );
}
