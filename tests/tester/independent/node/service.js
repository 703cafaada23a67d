// A SCIMMY service as the README of scimmy-routers sets one up, with the handlers of that project's example: people in
// memory instead of a database. Each folder beside this file gives it its own release of express.
//
// Options: `any-bearer` takes the README's authentication handler as it stands, `users-only` declares no groups (as the
// project's example does), `no-filter` leaves the filter unread, which SCIMMY leaves to the handler.

export function serve({ express, SCIMMY, SCIMMYRouters }, options) {
    const users = [1, 2, 3, 4].map((number) => ({
        id: `user-${number}`,
        userName: `zebedee.quux${number}@example.org`,
        name: { givenName: "Zebedee", familyName: `Quux ${number}` },
        emails: [{ value: `zebedee.quux${number}@example.org`, primary: true }],
        active: true,
    }));
    const groups = [1, 2].map((number) => ({
        id: `group-${number}`,
        displayName: `Quux Society ${number}`,
        members: [{ value: `user-${number}` }],
    }));

    const egressOf = (resources) => (resource) => {
        if (resource.id) {
            const found = resources.find(({ id }) => id === resource.id);
            if (!found) throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
            return found;
        }
        return resource.filter && !options.includes("no-filter") ? resource.filter.match(resources) : resources;
    };

    const anyBearer = (request) => {
        if (!request.header("Authorization")?.startsWith("Bearer ")) throw new Error("Authorization not detected!");
        return "some-user-ID";
    };
    const knownBearer = (request) => {
        if (request.header("Authorization") !== `Bearer ${process.env.SCIM_TOKEN}`) throw new Error("Invalid API key!");
        return "user-1";
    };

    SCIMMY.Resources.declare(SCIMMY.Resources.User, { egress: egressOf(users) });
    if (!options.includes("users-only")) {
        SCIMMY.Resources.declare(SCIMMY.Resources.Group, { egress: egressOf(groups) });
    }

    const app = express();
    app.use("/scim", new SCIMMYRouters({
        type: "bearer",
        docUri: "https://example.com/help/oauth.html",
        handler: options.includes("any-bearer") ? anyBearer : knownBearer,
    }));
    const server = app.listen(0, "127.0.0.1", () => {
        console.log(`Serving on http://127.0.0.1:${server.address().port}`);
    });
}
