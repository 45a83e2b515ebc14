/** @jsxImportSource react */

import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./page.css";

import { createRoot } from "react-dom/client";
import { Page } from "./page.tsx";

// Following a link from this page to another query changes only what stands behind the #.
addEventListener("hashchange", () => location.reload());

const place = document.getElementById("page");
if (!place) throw new Error("graphiql.html has no element #page");
createRoot(place).render(<Page />);
