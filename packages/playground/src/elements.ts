/** Defines `<tyara-playground>` and `<tyara-editor>`. */
import { TyaraEditor } from "./editor-element.ts";
import { TyaraPlayground } from "./playground-element.ts";

customElements.define("tyara-editor", TyaraEditor);
customElements.define("tyara-playground", TyaraPlayground);
