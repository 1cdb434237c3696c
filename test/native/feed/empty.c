// A library without a single function of the vendor: nothing in, a missing export out.
int quantumtrader_test_nothing;
