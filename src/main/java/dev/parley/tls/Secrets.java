package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The TLS secrets known so far, by label and client random; the oldest are forgotten when there are many. */
final class Secrets {
    private static final int MOST = 1024;

    private record Name(String label, Bytes clientRandom) {}

    private final Map<Name, Bytes> secrets = new LinkedHashMap<>();

    /** True if it was not known before. */
    boolean add(String label, Bytes clientRandom, Bytes secret) {
        Name name = new Name(label, clientRandom);
        if (secret.isEmpty() || find(label, clientRandom).filter(secret::equals).isPresent()) {
            return false;
        }
        secrets.put(name, secret);
        if (secrets.size() > MOST) {
            secrets.remove(secrets.keySet().iterator().next());
        }
        return true;
    }

    Optional<Bytes> find(String label, Bytes clientRandom) {
        return Optional.ofNullable(secrets.get(new Name(label, clientRandom)));
    }

    /** Without the secrets: this text may reach a log. */
    @Override
    public String toString() {
        return "Secrets[" + secrets.size() + "]";
    }
}
