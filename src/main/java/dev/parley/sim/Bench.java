package dev.parley.sim;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.sim.endpoint.Endpoint;
import dev.parley.sim.endpoint.EndpointException;
import dev.parley.sim.endpoint.PkiException;
import dev.parley.sim.endpoint.TestPki;
import dev.parley.sim.host.DeviceFiles;
import dev.parley.sim.host.HostedLink;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.ModemVariant;
import dev.parley.sim.modem.Routes;
import dev.parley.sim.modem.UartOptions;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The bench in the box: a simulated modem and, where it thinks {@code broker.parley.test:8883} is, a real endpoint on
 * loopback. May be used from any thread.
 */
public final class Bench implements AutoCloseable {
    /** The endpoint's host name, as the modem and the TLS client see it. */
    public static final String HOST = TestPki.HOST;

    /** The endpoint's port, as the modem sees it. */
    public static final int PORT = 8883;

    private final Scenario scenario;
    private final TestPki pki;
    private final Endpoint endpoint;
    private final Routes routes;
    private final long seed;

    private Bench(Scenario scenario, TestPki pki, Endpoint endpoint, long seed) {
        this.scenario = scenario;
        this.pki = pki;
        this.endpoint = endpoint;
        this.seed = seed;
        this.routes = scenario.endpointNamed() ? Routes.none().with(HOST, PORT, endpoint.address()) : Routes.none();
    }

    /**
     * Sets a bench up; takes about a second, the first time for a directory a few more.
     *
     * @param pkiDirectory where its certificates are kept
     * @param seed of everything its modems do by chance
     * @throws BenchException if the certificates cannot be kept or the endpoint cannot listen
     */
    public static Bench start(Scenario scenario, Path pkiDirectory, long seed) throws BenchException {
        Clock clock = Clock.systemUTC();
        try {
            TestPki pki = TestPki.in(pkiDirectory, clock);
            return new Bench(scenario, pki, Endpoint.start(scenario.endpoint(), pki, clock, seed), seed);
        } catch (PkiException | EndpointException e) {
            throw new BenchException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The scenario a {@code sim:} address names, of the library or a file; the one without a fault where it names none.
     *
     * @throws ScenarioException if there is none of that name, or the file cannot be used
     */
    public static Scenario scenarioOf(LinkAddress address) throws ScenarioException {
        return address.target().isEmpty() ? Scenarios.standard() : Scenarios.findOrRead(address.target());
    }

    public Scenario scenario() {
        return scenario;
    }

    /** Opens {@code sim:} addresses: modems of this bench's scenario, whatever scenario the address names. */
    public LinkOpener links() {
        SimLinks modems = new SimLinks(scenario.modem(), routes, seed);
        if (!scenario.host().isScripted()) {
            return modems;
        }
        DeviceFiles files = new DeviceFiles(pki.ca(), pki.device(), pki.deviceKey());
        return address -> new HostedLink(modems.open(address), scenario.host().script(), files);
    }

    /**
     * Serves one modem of this bench to other programs.
     *
     * @param listen {@code tcp://127.0.0.1:PORT}; port 0 for any that is free
     * @param more more routes for its connections, {@code HOST:PORT=HOST:PORT}
     * @throws LinkException if it cannot listen there
     * @throws IllegalArgumentException if a route is not of that form
     */
    public SimServer serve(LinkAddress listen, UartOptions uart, Iterable<String> more) throws LinkException {
        return serve(listen, uart, more, scenario.modem().options().variant());
    }

    /**
     * As {@link #serve(LinkAddress, UartOptions, Iterable)}, with another kind of modem than the scenario's.
     *
     * @throws LinkException if it cannot listen there
     * @throws IllegalArgumentException if a route is not of its form
     */
    public SimServer serve(LinkAddress listen, UartOptions uart, Iterable<String> more, ModemVariant variant)
            throws LinkException {
        Routes all = routes;
        for (String route : more) {
            all = all.with(route);
        }
        ModemOptions options =
                scenario.modem().options().toBuilder().variant(variant).build();
        return SimServer.start(listen, new ModemSetup(options, scenario.modem().faults()), uart, all, seed);
    }

    /** The endpoint as a profile names it. */
    public String endpoint() {
        return HOST + ":" + PORT;
    }

    /** PEM file with the CA certificate to trust. */
    public Path ca() {
        return pki.caFile();
    }

    /** PEM file with the device certificate, 862 bytes in DER. */
    public Path certificate() {
        return pki.deviceCertificateFile();
    }

    /** PEM file with the device's private key, PKCS#8. */
    public Path key() {
        return pki.deviceKeyFile();
    }

    /** Ends the endpoint. Links end by themselves when they are closed. */
    @Override
    public void close() {
        endpoint.close();
    }
}
