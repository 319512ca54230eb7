package dev.parley.ui.experiments;

import dev.parley.tls.ClientOffer;
import java.util.List;

/** What can be chosen for an experiment; each says itself in words. */
public final class Choices {
    private Choices() {}

    /** Which versions the client offers. */
    public enum Versions {
        AS_USUAL("as usual", List.of()),
        TLS_1_2("TLS 1.2 only", List.of(ClientOffer.TLS_1_2)),
        TLS_1_3("TLS 1.3 only", List.of(ClientOffer.TLS_1_3)),
        BOTH("TLS 1.3 and 1.2", List.of(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2));

        private final String words;
        private final List<Integer> numbers;

        Versions(String words, List<Integer> numbers) {
            this.words = words;
            this.numbers = numbers;
        }

        /** In the order of the offer; empty for as usual. */
        List<Integer> numbers() {
            return numbers;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which cipher suites the client offers; numbers of IANA's registry "TLS Cipher Suites". */
    public enum Suites {
        AS_USUAL("as usual", List.of()),
        AES_128_GCM("AES-128-GCM only", List.of(0x1301, 0xc02b, 0xc02f)),
        AES_256_GCM("AES-256-GCM only", List.of(0x1302, 0xc02c, 0xc030)),
        CHACHA20("ChaCha20-Poly1305 only", List.of(0x1303, 0xcca9, 0xcca8)),
        CBC("CBC only", List.of(0xc023, 0xc027, 0xc024, 0xc028, 0xc009, 0xc013, 0xc00a, 0xc014));

        private final String words;
        private final List<Integer> numbers;

        Suites(String words, List<Integer> numbers) {
            this.words = words;
            this.numbers = numbers;
        }

        /** In the order of the offer; empty for as usual. */
        List<Integer> numbers() {
            return numbers;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which curves the client offers; numbers of IANA's registry "TLS Supported Groups". */
    public enum Curves {
        AS_USUAL("as usual", List.of()),
        P_256("P-256 only", List.of(0x0017)),
        P_384("P-384 only", List.of(0x0018)),
        P_521("P-521 only", List.of(0x0019)),
        X25519("x25519 only", List.of(0x001d)),
        X25519_FIRST("x25519, then P-256", List.of(0x001d, 0x0017));

        private final String words;
        private final List<Integer> numbers;

        Curves(String words, List<Integer> numbers) {
            this.words = words;
            this.numbers = numbers;
        }

        /** In the order of the offer; empty for as usual. */
        List<Integer> numbers() {
            return numbers;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which certificate the client shows. */
    public enum Identity {
        AS_USUAL("as usual"),
        NONE("no certificate"),
        OTHER("another one");

        private final String words;

        Identity(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What becomes of one byte. */
    public enum OneByte {
        NOTHING("nothing"),
        FLIP("flipped"),
        DROP("dropped");

        private final String words;

        OneByte(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
