import { useEffect } from "preact/hooks";
import { Waiting } from "../shell/Waiting.tsx";
import { useChoice } from "../shell/state.ts";
import { useAnswer } from "../service/useAnswer.ts";
import { isSearchable } from "../words/matches.ts";
import { Areas } from "./Areas.tsx";
import { ccgOf, type FindData, type FoundCcg, findQuestion } from "./found.ts";
import { Facts } from "./Facts.tsx";
import { Lineage } from "./Lineage.tsx";
import { Names } from "./Names.tsx";
import { NotFound } from "./NotFound.tsx";
import { Summary } from "./Summary.tsx";
import { Timeline } from "./Timeline.tsx";

/** The page of the CCG whose code stands in the address. */
export function Ccg() {
    const [code = ""] = useChoice("code");
    return isSearchable(code) ? <Sought code={code} /> : <NotFound code={code} hits={[]} />;
}

function Sought({ code }: { code: string }) {
    const asked = useAnswer<FindData>(findQuestion(code));
    const isFound = asked.answer !== undefined;
    return (
        <>
            {!isFound && <h1>{code}</h1>}
            <Waiting asked={asked}>
                {({ data }) => {
                    const ccg = ccgOf(data);
                    return ccg ? <Found key={ccg.odsCode} ccg={ccg} /> : <NotFound code={code} hits={data.search} />;
                }}
            </Waiting>
        </>
    );
}

function Found({ ccg }: { ccg: FoundCcg }) {
    useEffect(() => {
        document.title = `${ccg.name} · Co-commissioning facts`;
    }, [ccg.name]);
    return (
        <>
            <Summary ccg={ccg} />
            <Timeline ccg={ccg} />
            <Facts ccg={ccg} />
            <Lineage ccg={ccg} />
            <Names ccg={ccg} />
            <Areas ccg={ccg} />
        </>
    );
}
