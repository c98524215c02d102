// Makes links as servers of partners do in JavaScript, with the most used library for tokens. Reads the settings as JSON
// from standard input, and writes the links as JSON.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import jwt from "jsonwebtoken";

const { key, address, vendorId, customer, user, origin, connection } = JSON.parse(readFileSync(0, "utf8"));
const SIGNED = { algorithm: "RS256" };

const subject = (...parts) => parts.map(encodeURIComponent).join(":");
const claims = (...parts) => ({ sub: subject(vendorId, ...parts), jti: randomUUID() });
// The library adds `iat`, unless the claims have it.
const withTime = (...parts) => ({ ...claims(...parts), iat: Math.floor(Date.now() / 1000) });

const page = (path, token) =>
  `${address}/direct_link?workato_dl_path=${encodeURIComponent(path)}&workato_dl_token=${token}`;
const older = (path, token, hash = "") => `${address}/direct_link/${path}?workato_dl_token=${token}${hash}`;

console.log(
  JSON.stringify({
    customer: page("/recipes", jwt.sign(claims(customer), key, SIGNED)),
    time: page("/recipes?a=b#assets", jwt.sign(withTime(customer), key, SIGNED)),
    user: page("/", jwt.sign(claims(customer, user), key, SIGNED)),
    origin: page("/", jwt.sign({ ...claims(customer), origin }, key, { ...SIGNED, keyid: "1" })),
    older: older("recipes", jwt.sign(claims(customer), key, SIGNED), "#assets"),
    widget: older(`embedded/connections/${connection}`, jwt.sign(claims(customer), key, SIGNED)),
    otherAlgorithm: page("/", jwt.sign(claims(customer), "a secret of the partner", { algorithm: "HS256" })),
    longerHash: page("/", jwt.sign(claims(customer), key, { algorithm: "RS512" })),
    unsigned: page("/", jwt.sign(claims(customer), null, { algorithm: "none" })),
  }),
);
