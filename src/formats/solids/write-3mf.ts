import { strToU8, zipSync } from "fflate";
import { escapeXml } from "../../experiment/quote";
import { OLDEST_DATE } from "../arrays/zip-date";
import type { Mesh } from "./mesh";

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>\n`;
const RELATIONS = `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rel0" Target="/3D/3dmodel.model" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>\n`;

/** Writes a solid in millimetres as 3MF, https://3mf.io/spec: a zip archive with the triangles as XML. */
export function write3mf({ places, triangles }: Mesh, title: string): Uint8Array {
  const lines = [
    `${XML}<model unit="millimeter" xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">`,
    `<metadata name="Title">${escapeXml(title)}</metadata>`,
    '<resources><object id="1" type="model"><mesh><vertices>',
  ];
  for (let i = 0; i < places.length; i += 3) {
    lines.push(`<vertex x="${places[i]}" y="${places[i + 1]}" z="${places[i + 2]}"/>`);
  }
  lines.push("</vertices><triangles>");
  for (let i = 0; i < triangles.length; i += 3) {
    lines.push(`<triangle v1="${triangles[i]}" v2="${triangles[i + 1]}" v3="${triangles[i + 2]}"/>`);
  }
  lines.push("</triangles></mesh></object></resources>", '<build><item objectid="1"/></build>', "</model>", "");
  const members = {
    "[Content_Types].xml": strToU8(TYPES),
    "_rels/.rels": strToU8(RELATIONS),
    "3D/3dmodel.model": strToU8(lines.join("\n")),
  };
  return zipSync(members, { mtime: OLDEST_DATE });
}
