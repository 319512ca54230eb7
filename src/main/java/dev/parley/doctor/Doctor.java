package dev.parley.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All rules, asked in turn; the findings come back best first. */
public final class Doctor {
    private final List<Rule> rules;

    public Doctor(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The doctor with every rule there is. A new rule is a file of its own and a line here. */
    public static Doctor standard() {
        return new Doctor(List.of(
                new ApnInHostField(),
                new ApnMissing(),
                new BytesLostFromModem(),
                new BytesLostToModem(),
                new CarrierReset(),
                new CertificateRefused(),
                new ClockWrong(),
                new ClosedBeforeDrained(),
                new ClosedByHost(),
                new ClosedByPeer(),
                new ConnectRefused(),
                new DnsFailed(),
                new DuplicateClientId(),
                new ExperimentAltered(),
                new HandshakeTooSlow(),
                new HeldInDebugger(),
                new KeepAliveTooLong(),
                new KeyMismatch(),
                new LinkGap(),
                new MaxFragmentLength(),
                new ModemAsleep(),
                new ModemReset(),
                new MqttRefused(),
                new NatIdle(),
                new NoAnswer(),
                new NoCommonParameters(),
                new NoFlowControl(),
                new NotRegistered(),
                new NotTls(),
                new PayloadEchoed(),
                new PdpLost(),
                new PolicyDisconnect(),
                new RadioSlow(),
                new ReadSizeMismatch(),
                new ReceiveStalled(),
                new RegistrationDenied(),
                new RegistrationLost(),
                new SendFailNotRetried(),
                new SendLengthMismatch(),
                new SendOver1460(),
                new SentBeforePrompt(),
                new ServerAlert(),
                new ServerNameMismatch(),
                new ServerNotTrusted(),
                new SimMissing(),
                new SniMissing(),
                new StaleSocket()));
    }

    /**
     * What every rule finds, the most confident first.
     *
     * <p>Several rules may see one death from different sides; what explains more is more confident, so the first finding is the
     * one to act upon.
     */
    public List<Finding> examine(CaseView session) {
        return rules.stream()
                .flatMap(rule -> rule.examine(session).stream())
                .sorted(Comparator.comparingDouble(Finding::confidence).reversed())
                .toList();
    }

    List<Rule> rules() {
        return rules;
    }

    /** The codes of all findings there can be. */
    public Stream<String> codes() {
        return rules.stream().map(Rule::code);
    }
}
