from kg.errors import ConformanceError, Fault, InputError, NotPublishedError, input_error


def test_an_error_says_where_what_why_and_how_to_mend_it():
    error = InputError("no such key", where="a.yaml:3", cause="it was renamed", fix="use b")

    assert str(error) == "a.yaml:3: no such key: it was renamed [fix: use b]"


def test_one_fault_becomes_an_error_of_its_own():
    error = input_error("the files", [Fault("a.yaml:3", "no such key", "renamed", "use b")])

    assert (error.where, error.message, error.cause, error.fix, error.faults) == (
        "a.yaml:3",
        "no such key",
        "renamed",
        "use b",
        (),
    )


def test_several_faults_are_listed_by_file_and_by_line_as_a_number():
    faults = [Fault("b.yaml:1", "x"), Fault("a.yaml:10:2", "y"), Fault("a.yaml:9", "z")]

    assert str(input_error("the files", faults)) == (
        "3 faults in the files\n  a.yaml:9: z\n  a.yaml:10:2: y\n  b.yaml:1: x"
    )


def test_each_kind_of_failure_has_its_exit_code():
    codes = [kind.exit_code for kind in (InputError, NotPublishedError, ConformanceError)]

    assert codes == [2, 2, 3]
