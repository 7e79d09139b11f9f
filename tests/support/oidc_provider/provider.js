// A provider of identities as a process: `node provider.js PORT CLIENTS PEOPLE`, both in JSON.
import Provider from "oidc-provider";

const [port, clients, people] = process.argv.slice(2);
const accounts = JSON.parse(people);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: JSON.parse(clients),
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["name"],
    groups: ["groups"],
  },
  features: { rpInitiatedLogout: { enabled: true }, backchannelLogout: { enabled: true } },
  // By itself it calls no address of this machine, where the services of tests are.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  pkce: { required: () => true },
  findAccount: (_context, id) =>
    accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
