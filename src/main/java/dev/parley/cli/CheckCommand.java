package dev.parley.cli;

import dev.parley.session.ConnectionProfile;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.Severity;
import dev.parley.tls.client.CertificateSize;
import dev.parley.tls.client.CredentialFinding;
import dev.parley.tls.client.CredentialsReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley check}: certificate, key, CA and endpoint before a byte is sent. */
@Command(
        name = "check",
        description = "Check certificate, key, CA file and endpoint before a byte is sent; ends with 2 where something"
                + " cannot work.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    @Option(names = "--endpoint", paramLabel = "HOST:PORT", description = "where the connection goes")
    private @Nullable String endpoint;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean noFile = credentials.certificate().isEmpty()
                && credentials.key().isEmpty()
                && credentials.ca().isEmpty();
        if (noFile && endpoint == null) {
            throw new BadInputException("check needs at least one of --cert, --key, --ca and --endpoint");
        }
        PrintWriter out = spec.commandLine().getOut();
        CredentialsReport report = CredentialsReport.of(
                new CredentialsReport.Subject(
                        credentials.ca(),
                        credentials.certificate(),
                        credentials.key(),
                        Optional.ofNullable(endpoint).map(this::endpoint)),
                Instant.now());
        report.findings().forEach(finding -> out.println(finding.text()));
        if (!report.chain().isEmpty()) {
            out.println("The client's Certificate will take "
                    + CertificateSize.tls12(report.chain(), OptionalInt.empty()).words() + " in TLS 1.2, "
                    + CertificateSize.tls13(report.chain(), OptionalInt.empty()).words() + " in TLS 1.3.");
        }
        boolean failed = !report.of(Severity.ERROR).isEmpty();
        out.println(
                failed
                        ? "Something cannot work; see the errors."
                        : report.of(Severity.WARNING).isEmpty() ? "Nothing stands against it." : "It may work.");
        return failed ? ExitCode.BAD_INPUT : ExitCode.DONE;
    }

    private CredentialsReport.Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new BadInputException("--endpoint '" + text + "' is not HOST:PORT");
        }
        return new CredentialsReport.Endpoint(
                text.substring(0, colon),
                Integer.parseInt(text.substring(colon + 1)),
                credentials.sni(),
                credentials.alpn());
    }

    /** What the client's Certificate will take with what is offered and tried. */
    private static String size(ConnectionProfile.Tls tls, List<Integer> chain) {
        OptionalInt agreed = tls.experiments().ignoreMaxFragmentLength()
                ? OptionalInt.empty()
                : tls.offer().maxFragmentLength();
        OptionalInt cut = tls.experiments().fragmentAt();
        String tls12 = CertificateSize.tls12(
                        chain, IntStream.concat(agreed.stream(), cut.stream()).min())
                .words();
        // what is encrypted is not cut by an experiment
        String tls13 = CertificateSize.tls13(chain, agreed).words();
        List<Integer> versions = tls.offer().versions();
        return !versions.contains(ClientOffer.TLS_1_3)
                ? tls12
                : versions.contains(ClientOffer.TLS_1_2) ? tls12 + " in TLS 1.2, " + tls13 + " in TLS 1.3" : tls13;
    }

    /**
     * The same check before a connection: tells the warnings.
     *
     * @throws BadInputException if something cannot work
     */
    static void before(ConnectionProfile profile, PrintWriter out) {
        if (profile.tls().isEmpty()) {
            return;
        }
        ConnectionProfile.Tls tls = profile.tls().get();
        CredentialsReport report = CredentialsReport.of(
                new CredentialsReport.Subject(
                        tls.ca(),
                        tls.certificate(),
                        tls.key(),
                        Optional.of(
                                new CredentialsReport.Endpoint(profile.host(), profile.port(), tls.sni(), tls.alpn()))),
                Instant.now());
        List<CredentialFinding> errors = report.of(Severity.ERROR);
        if (!errors.isEmpty()) {
            CredentialFinding first = errors.getFirst();
            throw new BadInputException(first.text()
                            .substring(first.severity().word().length() + 2)
                    + (errors.size() > 1 ? " (" + (errors.size() - 1) + " more: parley check tells them)" : ""));
        }
        report.of(Severity.WARNING).forEach(finding -> out.println("  " + finding.text()));
        if (!report.chain().isEmpty()) {
            out.println("  The client's Certificate will take " + size(tls, report.chain()) + ".");
        }
        out.flush();
    }
}
