// Takes a part from its file to a completed order; contractors of the sandbox play the workshop.
//   WERKBANK_KEY=wb_... node build/examples/order-a-part.js part.stl [http://127.0.0.1:8000]
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "../src/werkbank.js";

type Process = components["schemas"]["ProcessShown"];
const [file = "part.stl", baseUrl = "http://127.0.0.1:8000"] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${process.env.WERKBANK_KEY}` };
const werkbank = createClient<paths>({ baseUrl, headers });
werkbank.use({ onRequest: ({ request }) => request.headers.set("Idempotency-Key", randomUUID()) });

/** What the service answers; a problem is thrown with its sentence. */
function answer<T>({ data, error }: { data?: T; error?: { detail?: string } }): T {
  if (data === undefined) throw new Error(error?.detail ?? "no answer");
  return data;
}

// What is wanted, and where. Without `sandbox` real contractors would be asked.
const trial = { title: "Gripper", sandbox: true };
const project = answer(await werkbank.POST("/api/v1/projects", { body: trial }));
const town = { postal_code: "10115", city: "Berlin", country: "DE" };
const delivery_address = { name: "Ada", street: "Hauptstr. 1", ...town };
const body = { title: "Cube", quantity: 5, material_id: "pa12", delivery_address };
const wish = { params: { path: { project_id: project.id } }, body };
const process_id = answer(await werkbank.POST("/api/v1/projects/{project_id}/processes", wish)).id;
const params = { path: { process_id } };
answer(await werkbank.PUT("/api/v1/processes/{process_id}/files/{name}", {
  params: { path: { process_id, name: "part.stl" }, query: { unit: "mm" } },
  headers: { "Content-Type": "application/octet-stream" },
  body: (await readFile(file)) as unknown as string, bodySerializer: (bytes) => bytes,
}));

/** The process once it has been in that state, by the stream of its events. */
async function reached(state: Process["state"]): Promise<Process> {
  const query = { after: 0, own: true, process_id };
  const feed = { params: { query }, parseAs: "stream" as const };
  const { data } = await werkbank.GET("/api/v1/events/stream", feed);
  let events = "";
  for await (const piece of data!.pipeThrough(new TextDecoderStream())) {
    events += piece;
    if (/process\.\w*(failed|declined)/.test(events)) throw new Error("it cannot be made");
    if (events.includes(`event: process.${state}\n`)) break;
  }
  return answer(await werkbank.GET("/api/v1/processes/{process_id}", { params })) as Process;
}

// Who can make it: the best one is asked, and its offer is accepted if it is as quoted.
answer(await werkbank.POST("/api/v1/processes/{process_id}/actions/verify", { params }));
await reached("verified");
const asked = await werkbank.GET("/api/v1/processes/{process_id}/contractors", { params });
const [best] = answer(asked).items;
if (!best?.quote) throw new Error("no contractor can make it");
console.log(best.name, best.quote.total.amount, best.quote.total.currency);
const choice = { params, body: { contractor_ids: [best.contractor_id] } };
answer(await werkbank.PUT("/api/v1/processes/{process_id}/choice", choice));
const sent = { params, body: { accept: "as_quoted" as const } };
answer(await werkbank.POST("/api/v1/processes/{process_id}/actions/send", sent));

// The sandbox offers, makes, ships and delivers it; that it is well, the client says.
console.log((await reached("delivered")).shipments?.[0]?.tracking_number);
const complete = "/api/v1/processes/{process_id}/actions/complete";
console.log("The order is", answer(await werkbank.POST(complete, { params })).state);
