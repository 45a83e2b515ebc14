import "./coverage.css";

import { mount } from "../shell/mount.tsx";
import { Coverage } from "./Coverage.tsx";

mount(Coverage);
