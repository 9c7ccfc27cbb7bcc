// Seals for the server. Source: RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
// AES-256-GCM. The other half, which opens, is cvi/vault/hpke.py.
const hpke = (() => {
  const P256 = { name: "ECDH", namedCurve: "P-256" };
  const SHA256 = { name: "HMAC", hash: "SHA-256" };
  const text = (words) => new TextEncoder().encode(words);
  const two = (number) => Uint8Array.of(number >> 8, number & 255);
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const VERSION = text("HPKE-v1");
  const KEM = join(text("KEM"), two(0x0010));
  const SUITE = join(text("HPKE"), two(0x0010), two(0x0001), two(0x0002));
  const NOTHING = new Uint8Array(0);

  const hmac = async (secret, message) => {
    const bytes = secret.length ? secret : new Uint8Array(32);
    const key = await crypto.subtle.importKey("raw", bytes, SHA256, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
  };
  const extract = (suite, salt, label, secret) =>
    hmac(salt, join(VERSION, suite, text(label), secret));
  const expand = async (suite, secret, label, info, length) => {
    const labeled = join(two(length), VERSION, suite, text(label), info);
    return (await hmac(secret, join(labeled, Uint8Array.of(1)))).slice(0, length);
  };

  const encapsulate = async (publicKey, pair) => {
    const point = await crypto.subtle.importKey("raw", publicKey, P256, true, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: point }, pair.privateKey, 256);
    const sent = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const secret = await extract(KEM, NOTHING, "eae_prk", new Uint8Array(shared));
    return [sent, await expand(KEM, secret, "shared_secret", join(sent, publicKey), 32)];
  };

  // Returns the encapsulated key of 65 bytes, then the ciphertext. A pair is given by tests only.
  const seal = async (publicKey, info, message, pair) => {
    const fresh = pair ?? (await crypto.subtle.generateKey(P256, false, ["deriveBits"]));
    const [sent, shared] = await encapsulate(publicKey, fresh);
    const context = join(
      Uint8Array.of(0),
      await extract(SUITE, NOTHING, "psk_id_hash", NOTHING),
      await extract(SUITE, NOTHING, "info_hash", info),
    );
    const secret = await extract(SUITE, shared, "secret", NOTHING);
    const raw = await expand(SUITE, secret, "key", context, 32);
    const iv = await expand(SUITE, secret, "base_nonce", context, 12);
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
    return join(sent, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, message)));
  };
  return { seal };
})();
