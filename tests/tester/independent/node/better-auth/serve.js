// Better Auth with its SCIM plugin, as the plugin's documentation sets it up: below Better Auth's own /api/auth, with one
// connection. Its tables are in memory.
//
// Options: `reads-groups-alone` and `expired` are about the credential, `limited` about Better Auth's rate limit.

import http from "node:http";
import { memoryAdapter } from "better-auth/adapters/memory";
import { betterAuth } from "better-auth";
import { getAuthTables } from "better-auth/db";
import { toNodeHandler } from "better-auth/node";
import { scim } from "@better-auth/scim";

const options = process.argv.slice(2);
const credential = { id: "first", token: process.env.SCIM_TOKEN };
if (options.includes("reads-groups-alone")) credential.scopes = ["scim.groups.read"];
if (options.includes("expired")) credential.expiresAt = new Date("2026-01-01T00:00:00Z");

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
    const origin = `http://127.0.0.1:${server.address().port}`;
    const configured = {
        baseURL: origin,
        secret: "signs the sessions of nobody: 7c9e6679-7425-40de-944b-e07fc1f90ae7",
        plugins: [scim({ connections: [{ id: "directory", credentials: [credential] }] })],
        rateLimit: options.includes("limited") ? { enabled: true, window: 60, max: 1 } : { enabled: false },
        telemetry: { enabled: false },
    };
    const tables = Object.fromEntries(Object.values(getAuthTables(configured)).map(({ modelName }) => [modelName, []]));
    server.on("request", toNodeHandler(betterAuth({ ...configured, database: memoryAdapter(tables) })));
    console.log(`Serving on ${origin}`);
});
