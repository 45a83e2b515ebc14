import "./overview.css";

import { mount } from "../shell/mount.tsx";
import { Overview } from "./Overview.tsx";

mount(Overview);
