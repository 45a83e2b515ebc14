import { Comparisons } from "./Comparisons.tsx";
import { Verdicts } from "./Verdicts.tsx";

/** What publishers said, held against what comes out. */
export function Figures() {
    return (
        <>
            <h1>Published figures, worked out again</h1>
            <p class="lead">
                Every number that was published about co-commissioning is held against what comes out of the register,
                of the CCGs that are known by name, and of the other numbers. Where it differs, it says why.
            </p>
            <Verdicts />
            <Comparisons />
        </>
    );
}
