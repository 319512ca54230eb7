package dev.parley.cli;

import dev.parley.export.MbedTlsText;
import dev.parley.session.ConnectionProfile;
import dev.parley.sim.BenchLinks;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import dev.parley.tls.mbedtls.MbedTlsProfile;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Everything that describes a connection, from the command line: what {@code connect} takes, and each run of {@code soak}. */
final class ProfileOptions {
    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private ExperimentOptions experiments = new ExperimentOptions();

    @Mixin
    private MbedTlsOptions mbedTls = new MbedTlsOptions();

    ConnectOptions connect() {
        return connect;
    }

    ExperimentOptions experiments() {
        return experiments;
    }

    /**
     * The profile; {@code out} is told what a named build of mbedTLS offers.
     *
     * @throws BadInputException if an option cannot be used
     */
    ConnectionProfile profile(BenchLinks bench, PrintWriter out) {
        return experiments.on(withMbedTls(connect.profile(bench), out));
    }

    /** Offers what the named build would, and says what that is. */
    private ConnectionProfile withMbedTls(ConnectionProfile profile, PrintWriter out) {
        Optional<MbedTlsBuild> build = mbedTls.build();
        if (build.isEmpty()) {
            return profile;
        }
        ConnectionProfile.Tls tls = profile.tls()
                .orElseThrow(() -> new BadInputException("--mbedtls-config goes with TLS, not with --plain"));
        MbedTlsText.ofBuild(build.get()).forEach(out::println);
        if (MbedTlsProfile.of(build.get()).offer().isEmpty()) {
            out.flush();
            throw new BadInputException(
                    "this mbedTLS build has nothing to offer: no TLS 1.2 or 1.3, or no cipher suite");
        }
        ConnectionProfile.Tls next = tls.withMbedTls(build.get());
        if (!next.alpn().equals(tls.alpn())) {
            out.println("  --alpn is left out: this build has no ALPN");
        }
        out.flush();
        return profile.withTls(Optional.of(next));
    }
}
