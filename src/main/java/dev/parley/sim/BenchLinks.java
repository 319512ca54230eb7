package dev.parley.sim;

import dev.parley.journal.Bytes;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.sim.endpoint.PkiException;
import dev.parley.sim.endpoint.TestPki;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Opens {@code sim:} and {@code sim:SCENARIO} with a bench for each link: the endpoint starts with the link and ends with it.
 *
 * @param pkiDirectory where the bench's certificates are kept
 * @param seed of everything the modems do by chance
 * @param running knows each bench while its link is open
 */
public record BenchLinks(Path pkiDirectory, long seed, RunningBenches running) implements LinkOpener {
    /** Links whose benches nobody strikes. */
    public BenchLinks(Path pkiDirectory, long seed) {
        this(pkiDirectory, seed, new RunningBenches());
    }

    /**
     * What a profile needs to reach the endpoint of any bench in this directory.
     *
     * @param ca PEM file with the CA certificate to trust
     * @param certificate PEM file with the device certificate
     * @param key PEM file with its private key
     */
    public record Files(Path ca, Path certificate, Path key) {}

    /**
     * The bench's PEM files, made if they are not there yet.
     *
     * @throws BenchException if they cannot be kept
     */
    public Files files() throws BenchException {
        try {
            TestPki pki = TestPki.in(pkiDirectory, Clock.systemUTC());
            return new Files(pki.caFile(), pki.deviceCertificateFile(), pki.deviceKeyFile());
        } catch (PkiException e) {
            throw new BenchException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Link open(LinkAddress address) throws LinkException {
        Bench bench;
        try {
            bench = Bench.start(Bench.scenarioOf(address), pkiDirectory, seed);
        } catch (ScenarioException | BenchException e) {
            throw new LinkException(String.valueOf(e.getMessage()), e);
        }
        try {
            BenchLink link = new BenchLink(bench.links().open(address), bench, running, new AtomicBoolean());
            running.started(bench);
            return link;
        } catch (LinkException e) {
            bench.close();
            throw e;
        }
    }

    /** A link to a simulated modem that owns the bench behind it. */
    private record BenchLink(Link modem, Bench bench, RunningBenches running, AtomicBoolean closed) implements Link {
        @Override
        public LinkAddress address() {
            return modem.address();
        }

        @Override
        public boolean isDriven() {
            return modem.isDriven();
        }

        @Override
        public void start(Listener listener) {
            modem.start(listener);
        }

        @Override
        public void write(Bytes bytes) throws LinkException {
            modem.write(bytes);
        }

        @Override
        public void close() {
            modem.close();
            if (closed.compareAndSet(false, true)) {
                running.ended(bench);
                // The broker takes a second or two to stop, and nobody has to wait for it.
                Thread.ofPlatform().daemon().name("bench-close").start(bench::close);
            }
        }
    }
}
