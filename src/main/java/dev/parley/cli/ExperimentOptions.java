package dev.parley.cli;

import dev.parley.session.ConnectionProfile;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsNames;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.client.Experiments.ByteChange;
import dev.parley.tls.client.Experiments.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a handshake is to do differently from the usual one, from the command line. Each of these stands in the session's journal. */
final class ExperimentOptions {
    /** The messages a client sends (RFC 5246 section 7.3, RFC 8446 section 2). */
    private static final List<String> MESSAGES = List.of(
            "ClientHello", "Certificate", "ClientKeyExchange", "CertificateVerify", "ChangeCipherSpec", "Finished");

    private static final int MOST_DELAY_MILLIS = 3_600_000;

    @Option(
            names = "--tls-version",
            paramLabel = "V",
            split = ",",
            description = "TLS versions to offer, the preferred one first: 1.2 or 1.3 (default: 1.2)")
    private List<String> versions = new ArrayList<>();

    @Option(
            names = "--suites",
            paramLabel = "S",
            split = ",",
            description = "cipher suites to offer, in order: IANA's names or numbers, for example"
                    + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or 0xc02f")
    private List<String> suites = new ArrayList<>();

    @Option(
            names = "--curves",
            paramLabel = "C",
            split = ",",
            description = "curves to offer, in order: secp256r1, secp384r1, secp521r1, x25519 or a number")
    private List<String> curves = new ArrayList<>();

    @Option(
            names = "--max-fragment",
            paramLabel = "N",
            description = "offer max_fragment_length 512, 1024, 2048 or 4096")
    private @Nullable Integer maxFragment;

    @Option(
            names = "--ignore-max-fragment",
            description = "agree on max_fragment_length and do not obey it, as mbedTLS does in its handshake messages")
    private boolean ignoreMaxFragment;

    @Option(names = "--no-sni", description = "do not name the server in the ClientHello; it is still checked")
    private boolean noSni;

    @Option(names = "--no-cert", description = "have no client certificate, though the bench or --cert would give one")
    private boolean noCertificate;

    @Option(
            names = "--resume",
            paramLabel = "HOW",
            arity = "0..1",
            fallbackValue = "id",
            description =
                    "make the handshake, then the whole connection, which takes up the first one's TLS 1.2 session"
                            + " by its id or by a ticket: id or ticket (default: id)")
    private String resume = "";

    @Option(
            names = "--fragment",
            paramLabel = "N",
            description = "cut handshake records in the clear into records of N bytes of content")
    private @Nullable Integer fragment;

    @Option(
            names = "--one-send",
            description =
                    "send the records of a flight together, as OpenSSL does; default: one by one, as mbedTLS does")
    private boolean oneSend;

    @Option(
            names = "--delay",
            paramLabel = "MESSAGE=MS",
            description = "hold a message of the client back so many milliseconds, for example Certificate=5000; may be"
                    + " given again")
    private List<String> delays = new ArrayList<>();

    @Option(
            names = "--flip",
            paramLabel = "MESSAGE:N",
            description =
                    "turn over byte N of a message's record, counted from 1 with the record's header; may be given"
                            + " again")
    private List<String> flips = new ArrayList<>();

    @Option(
            names = "--drop",
            paramLabel = "MESSAGE:N",
            description = "leave byte N of a message's record out, as a UART loses it; may be given again")
    private List<String> drops = new ArrayList<>();

    /**
     * The profile with what is to be tried.
     *
     * @throws BadInputException if an option cannot be used
     */
    ConnectionProfile on(ConnectionProfile profile) {
        Experiments experiments = experiments();
        if (profile.tls().isEmpty()) {
            if (!experiments.equals(Experiments.none())
                    || !offer(ClientOffer.standard()).equals(ClientOffer.standard())
                    || noCertificate) {
                throw new BadInputException("what changes the TLS handshake goes with TLS, not with --plain");
            }
            return profile;
        }
        ConnectionProfile.Tls tls = profile.tls().get();
        ClientOffer offer = offer(tls.offer());
        if (ignoreMaxFragment && offer.maxFragmentLength().isEmpty()) {
            throw new BadInputException(
                    "--ignore-max-fragment needs --max-fragment: nothing is agreed that could be ignored");
        }
        ConnectionProfile.Tls next = tls.withOffer(offer).withExperiments(experiments);
        return profile.withTls(Optional.of(noCertificate ? next.withoutCertificate() : next));
    }

    /** True if a handshake comes first whose session the connection takes up. */
    boolean resumes() {
        return !resume.isEmpty();
    }

    private ClientOffer offer(ClientOffer base) {
        ClientOffer offer = resuming(base);
        if (!versions.isEmpty()) {
            List<Integer> numbers =
                    versions.stream().map(ExperimentOptions::version).toList();
            boolean usual =
                    offer.suites().equals(ClientOffer.standard(offer.versions()).suites());
            offer = offer.withVersions(numbers);
            if (usual) {
                offer = offer.withSuites(ClientOffer.standard(numbers).suites());
            }
        }
        if (!suites.isEmpty()) {
            offer = offer.withSuites(numbers("--suites", "cipher suite", suites, TlsNames::suiteNumber));
        }
        if (!curves.isEmpty()) {
            offer = offer.withGroups(numbers("--curves", "curve", curves, TlsNames::groupNumber));
        }
        if (maxFragment != null) {
            if (!ClientOffer.MAX_FRAGMENT_LENGTHS.contains(maxFragment)) {
                throw new BadInputException("--max-fragment " + maxFragment + " is not 512, 1024, 2048 or 4096");
            }
            offer = offer.withMaxFragmentLength(OptionalInt.of(maxFragment));
        }
        return noSni ? offer.withServerName(false) : offer;
    }

    private ClientOffer resuming(ClientOffer base) {
        if (resume.isEmpty()) {
            return base;
        }
        if (!resume.equals("id") && !resume.equals("ticket")) {
            throw new BadInputException("--resume '" + resume + "' is not id or ticket");
        }
        if (versions.equals(List.of("1.3"))) {
            throw new BadInputException(
                    "--resume takes up a session of TLS 1.2; of TLS 1.3 it is decoded and not offered");
        }
        return base.withResume(true).withSessionTicket(resume.equals("ticket"));
    }

    private Experiments experiments() {
        if (fragment != null && (fragment < 1 || fragment > Experiments.MOST_FRAGMENT)) {
            throw new BadInputException("--fragment " + fragment + " is not between 1 and " + Experiments.MOST_FRAGMENT
                    + ", the most a record carries");
        }
        Map<String, Duration> held = new LinkedHashMap<>();
        for (String delay : delays) {
            Pair pair = pair("--delay", delay, '=', "MESSAGE=MS, such as Certificate=5000", MOST_DELAY_MILLIS);
            held.put(pair.message(), Duration.ofMillis(pair.number()));
        }
        List<ByteChange> changes = new ArrayList<>();
        flips.forEach(flip -> changes.add(change("--flip", flip, Change.FLIP)));
        drops.forEach(drop -> changes.add(change("--drop", drop, Change.DROP)));
        return new Experiments(
                fragment == null ? OptionalInt.empty() : OptionalInt.of(fragment),
                oneSend,
                held,
                changes,
                ignoreMaxFragment);
    }

    private static ByteChange change(String option, String text, Change change) {
        Pair pair = pair(option, text, ':', "MESSAGE:N, such as Certificate:877", Integer.MAX_VALUE);
        return new ByteChange(pair.message(), pair.number(), change);
    }

    private record Pair(String message, int number) {}

    private static Pair pair(String option, String text, char between, String form, int most) {
        int at = text.lastIndexOf(between);
        if (at <= 0) {
            throw new BadInputException(option + " '" + text + "' is not " + form);
        }
        String name = text.substring(0, at);
        String message = MESSAGES.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException(option + " '" + text + "': a client sends no " + name
                        + ", but " + String.join(", ", MESSAGES)));
        try {
            int number = Integer.parseInt(text.substring(at + 1));
            if (number >= 1 && number <= most) {
                return new Pair(message, number);
            }
        } catch (NumberFormatException e) {
            throw new BadInputException(option + " '" + text + "' is not " + form, e);
        }
        throw new BadInputException(option + " '" + text + "': the number is not between 1 and " + most);
    }

    private static int version(String text) {
        return switch (text) {
            case "1.2" -> ClientOffer.TLS_1_2;
            case "1.3" -> ClientOffer.TLS_1_3;
            default -> throw new BadInputException("--tls-version '" + text + "' is not 1.2 or 1.3");
        };
    }

    private static List<Integer> numbers(
            String option, String what, List<String> texts, Function<String, Optional<Integer>> named) {
        List<Integer> numbers = new ArrayList<>();
        for (String text : texts) {
            numbers.add(named.apply(text)
                    .or(() -> number(text))
                    .orElseThrow(() -> new BadInputException(
                            option + " '" + text + "' is no " + what + " of IANA's registry, nor a number")));
        }
        return numbers;
    }

    private static Optional<Integer> number(String text) {
        try {
            int number = Integer.decode(text);
            return number >= 0 && number <= 0xffff ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
