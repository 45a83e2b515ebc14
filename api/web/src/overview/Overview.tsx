import { Waiting } from "../shell/Waiting.tsx";
import { Contradictions } from "./Contradictions.tsx";
import { KeyNumbers } from "./KeyNumbers.tsx";
import { KnownByName } from "./KnownByName.tsx";
import { OneDay } from "./OneDay.tsx";
import { OverTime } from "./OverTime.tsx";
import { spanOf, useSpan } from "./span.ts";

export function Overview() {
    const asked = useSpan();
    return (
        <>
            <h1>Who commissioned primary care?</h1>
            <p class="lead">
                Which Clinical Commissioning Group (CCG) in England had which model of primary-care co-commissioning,
                from when, according to which published file, and how sure that is.
            </p>
            <Waiting asked={asked}>
                {({ data }) => {
                    const span = spanOf(data, new Date().toISOString().slice(0, 10));
                    if (!span) return <p class="onward">No CCG has been imported yet.</p>;
                    return (
                        <>
                            <KeyNumbers span={span} />
                            <OverTime span={span} />
                            <OneDay span={span} />
                        </>
                    );
                }}
            </Waiting>
            <Contradictions />
            <KnownByName />
        </>
    );
}
