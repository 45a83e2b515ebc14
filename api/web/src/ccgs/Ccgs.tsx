import { Waiting } from "../shell/Waiting.tsx";
import { useOptions } from "./choices.ts";
import { ListOfCcgs } from "./ListOfCcgs.tsx";

export function Ccgs() {
    const asked = useOptions();
    return (
        <>
            <h1>CCGs</h1>
            <p class="lead">
                Every Clinical Commissioning Group that there has been in England, with the position that it is known to have had
                on a day. Each leads to all that is known of it, and to who says so.
            </p>
            <Waiting asked={asked}>{({ data }) => <ListOfCcgs options={data} />}</Waiting>
        </>
    );
}
