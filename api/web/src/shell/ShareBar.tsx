/** A part of a whole as a bar: what is known in its colour, what is not hatched. The numbers stand beside it in words. */
export function ShareBar({ part, whole, fill }: { part: number; whole: number; fill: string }) {
    const percent = whole === 0 ? 0 : Math.min(100, (100 * part) / whole);
    return (
        <svg class="share" width="100%" height="18" aria-hidden="true">
            <rect width="100%" height="18" fill="url(#unknown)" />
            <rect width={`${percent}%`} height="18" fill={fill} />
            <rect class="outlined" width="100%" height="18" fill="none" />
        </svg>
    );
}
